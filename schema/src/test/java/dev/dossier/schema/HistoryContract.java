package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What initialising promises on databases with a history, or with objects, that are not what was expected. */
abstract class HistoryContract {
    /** An empty database that nothing else uses; the same one during a test. */
    abstract DataSource database();

    /** The kind of the database. */
    abstract Vendor vendor();

    /** The names of the objects of one kind, sorted, with the history table. */
    abstract List<String> names(String type) throws Exception;

    /** The three versions of the shop in this database's SQL. */
    abstract List<Migration> shopMigrations();

    Schema shop() {
        return shop(shopMigrations());
    }

    private static Schema shop(List<Migration> migrations) {
        return Schema.named("shop").migrations(Migrations.of(migrations)).build();
    }

    @Test
    @DisplayName("R13 a migration that was edited after it was applied is named with both checksums")
    void edited_migration() {
        shop().upTo("002").initialize(database());
        Migration first = shopMigrations().get(0);
        Migration edited = Migration.of("001", "create_shop", first.sql() + "-- edited");
        Migration second = shopMigrations().get(1);

        for (List<Migration> migrations : List.of(
                List.of(edited, second),
                List.of(edited, second, shopMigrations().get(2)),
                List.of(edited))) {
            assertThatThrownBy(() -> shop(migrations).initialize(database()))
                    .isInstanceOfSatisfying(
                            SchemaException.HistoryMismatch.class,
                            e -> assertThat(e.code()).isEqualTo("history-mismatch"))
                    .hasMessageContainingAll("migration 001", first.checksum(), edited.checksum());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "UPDATE schema_migrations SET version = 'v2' WHERE version = '002'   | which is no version",
                "DELETE FROM schema_migrations WHERE version = '001'                 | records version 002 but not version 001",
                "UPDATE schema_migrations SET status = 'failed' WHERE version = '002' | version 002 is recorded as failed",
            })
    @DisplayName("R11 a history that cannot be true is refused with the reason")
    void impossible_history(String statement, String reason) throws Exception {
        shop().upTo("002").initialize(database());
        Sql.run(database(), statement);

        assertThatThrownBy(() -> shop().initialize(database()))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> shop().verify(database())).hasMessageContaining(reason);
    }

    @Test
    @DisplayName("R5 R11 the history table of another program is left alone")
    void foreign_history() throws Exception {
        Sql.run(
                database(),
                "CREATE TABLE schema_migrations (version TEXT); INSERT INTO schema_migrations VALUES ('9')");

        assertThat(shop().version(database())).isEqualTo("unknown");
        assertThatThrownBy(() -> shop().initialize(database()))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageContaining("belongs to another program");
        assertThat(names("table")).containsExactly("schema_migrations");
    }

    @ParameterizedTest
    @CsvSource({"one, 5, migration_id", "1, soon, execution_time_ms"})
    @DisplayName("R11 a history with a text where a number must be is refused with the text")
    void odd_row(String id, String took, String column) throws Exception {
        Sql.run(
                database(),
                "CREATE TABLE schema_migrations (migration_id TEXT, version TEXT, description TEXT, execution_time_ms TEXT);"
                        + " INSERT INTO schema_migrations VALUES ('" + id + "', '001', 'theirs', '" + took + "')");

        assertThatThrownBy(() -> shop().initialize(database()))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageContaining("as " + column + ", which is no whole number");
        assertThatThrownBy(() -> shop().version(database())).isInstanceOf(SchemaException.HistoryMismatch.class);
    }

    @Test
    @DisplayName("R11 a foreign table of the same name is refused by name, and no table is half made")
    void refuses_foreign_table() throws Exception {
        Sql.run(database(), "CREATE TABLE orders (weight INTEGER, colour TEXT)");

        assertThatThrownBy(() -> shop().initialize(database()))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContainingAll("orders.cents", "orders.customer");
        assertThat(names("table")).containsExactly("orders");
    }

    @Test
    @DisplayName("R9 a half-initialised database without history is completed and recorded")
    void completes_half_initialised() throws Exception {
        String half = vendor().reference();
        Sql.run(database(), half.substring(0, half.indexOf("CREATE TABLE schema_migrations")));

        assertThat(shop().version(database())).isEqualTo("unknown");
        InitializationResult result = shop().initialize(database());

        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("001", "002", "003");
        assertThat(result.healed()).extracting(SchemaObject::name).contains("spending");
        assertThat(names("trigger")).containsExactly("orders_log");
        assertThat(shop().verify(database()).ok()).isTrue();
        assertThat(shop().initialize(database()).changedDatabase()).isFalse();
    }
}
