package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "R9 a database that another system made, with times of its own type in its history, is adopted and upgraded")
    void adopted(Vendor vendor) throws Exception {
        try (Grounds grounds = new Grounds(vendor, directory)) {
            DataSource database = grounds.next();
            Sql.run(database, vendor.reference());
            Schema shop = vendor.shop().build();

            InitializationResult result = shop.initialize(database);

            assertThat(result.previousVersion()).isEqualTo("001");
            assertThat(result.version()).isEqualTo(vendor.newest());
            assertThat(shop.verify(database).ok()).isTrue();
            assertThat(shop.history(database))
                    .extracting(AppliedMigration::appliedAt)
                    .doesNotContain("");
            assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
            assertThat(shop.initialize(database).changedDatabase()).isFalse();
        }
    }
}
