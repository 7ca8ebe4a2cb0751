package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InterruptedDropTest {
    @Test
    @DisplayName("R11 what an interrupted migration outside a transaction had dropped is not missed and not made again")
    void dropped() throws Exception {
        DataSource database = PostgresServer.shared().newDatabase();
        Schema shop = Vendor.POSTGRESQL.shop().build();
        shop.upTo("007").initialize(database);
        Sql.run(
                database,
                "DROP INDEX customers_name; INSERT INTO schema_migrations (version, description, applied_at, status)"
                        + " VALUES ('008', 'forget_names', 'then', 'started')");

        assertThat(shop.verify(database).message()).isEqualTo("Every object of version 007 is as it should be");
        InitializationResult result = shop.initialize(database);

        assertThat(result.healed()).isEmpty();
        complete(shop, database, result);
    }

    @Test
    @DisplayName("R11 what is missing besides is made again")
    void dropped_and_something_missing() throws Exception {
        DataSource database = PostgresServer.shared().newDatabase();
        Schema shop = Vendor.POSTGRESQL.shop().build();
        shop.upTo("007").initialize(database);
        Sql.run(
                database,
                "DROP INDEX customers_name; DROP VIEW spending;"
                        + " INSERT INTO schema_migrations (version, description, applied_at, status)"
                        + " VALUES ('008', 'forget_names', 'then', 'started')");

        InitializationResult result = shop.initialize(database);

        assertThat(result.healed()).singleElement().hasToString("view spending");
        complete(shop, database, result);
    }

    private static void complete(Schema shop, DataSource database, InitializationResult result) {
        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("008", "009", "010");
        assertThat(shop.verify(database).ok()).isTrue();
    }
}
