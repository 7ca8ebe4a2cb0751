package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path directory = Path.of("");

    private SqliteFile database = SqliteFile.at(directory);

    @BeforeEach
    void locate() {
        database = SqliteFile.at(directory.resolve("shop.db"));
    }

    @Test
    @DisplayName("R13 line endings are no edit")
    void line_endings() {
        Shop.schema().upTo("001").initialize(database);
        Migration windows = Migration.of("001", "create_shop", Shop.FIRST.sql().replace("\n", "\r\n"));

        assertThat(schema(windows).initialize(database).changedDatabase()).isFalse();
    }

    @Test
    @DisplayName("R18 an older program meets a newer schema that declares itself compatible")
    void newer_and_compatible() throws Exception {
        Shop.schema().upTo("002").initialize(database);
        Schema older = Shop.schema().upTo("001");

        InitializationResult result = older.initialize(database);

        assertThat(result.newer()).isTrue();
        assertThat(result.version()).isEqualTo("002");
        assertThat(result.changedDatabase()).isFalse();
        assertThat(older.verify(database).ok()).isTrue();
        assertThat(older.plan(database).to()).isEqualTo("002");
        Sql.run(database, "DROP TABLE log");
        assertThat(older.verify(database).missing()).hasSize(1);
        assertThat(older.initialize(database).healed())
                .as("only a program that knows the newer version heals it")
                .isEmpty();
    }

    @Test
    @DisplayName("R18 an older program refuses a newer schema that is not compatible, with both versions")
    void newer_and_incompatible() {
        Shop.schema().initialize(database);
        Schema older = Shop.schema().upTo("002");

        assertThatThrownBy(() -> older.initialize(database))
                .isInstanceOfSatisfying(
                        SchemaException.NewerSchema.class,
                        e -> assertThat(e.code()).isEqualTo("newer-schema"))
                .hasMessageContainingAll("version 003", "version 002");
        assertThatThrownBy(() -> older.rollback(database, "001")).isInstanceOf(SchemaException.NewerSchema.class);
    }

    @Test
    @DisplayName("R13 versions are numbers: 10 comes after 9")
    void numeric_order() {
        Migration[] ten = new Migration[10];
        for (int i = 0; i < ten.length; i++) {
            ten[i] = Migration.of(i == 9 ? "010" : String.valueOf(i + 1), "t", "CREATE TABLE t" + i + " (a)");
        }

        schema(ten).initialize(database);

        assertThat(schema(ten).version(database)).isEqualTo("010");
        assertThat(schema(ten).initialize(database).changedDatabase()).isFalse();
    }

    @Test
    @DisplayName("R10 the look costs two statements, with one migration or a thousand")
    void flat_look() throws Exception {
        Migration[] many = new Migration[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = Migration.of(String.valueOf(i + 1), "t", i == 0 ? "CREATE TABLE t (a)" : "UPDATE t SET a = 1");
        }
        Schema schema = schema(many);
        schema.initialize(database);
        FaultyDataSource.Counted counted = FaultyDataSource.counting(database);

        schema.initialize(counted);

        assertThat(counted.statements())
                .as("foreign keys on, read back, catalog, head")
                .isEqualTo(4);
    }

    private static Schema schema(Migration... migrations) {
        return Schema.named("shop").migrations(Migrations.of(migrations)).build();
    }
}
