package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
    @TempDir
    Path directory = Path.of("");

    private SqliteFile database = SqliteFile.at(directory);

    @BeforeEach
    void create() {
        database = SqliteFile.at(directory.resolve("shop.db"));
        Shop.schema().initialize(database);
    }

    @ParameterizedTest
    @CsvSource({
        "VIEW, spending, view spending",
        "INDEX, orders_customer, index orders_customer",
        "TRIGGER, orders_log, trigger orders_log",
        "TABLE, log, table log"
    })
    @DisplayName("R12 what is missing is named and comes back")
    void missing_object(String kind, String name, String described) throws Exception {
        Sql.run(database, "DROP " + kind + " " + name);

        assertThat(Shop.schema().verify(database).missing()).singleElement().hasToString(described);
        assertThat(Shop.schema().initialize(database).healed()).singleElement().hasToString(described);
        assertThat(Shop.schema().verify(database).ok()).isTrue();
        assertThat(Shop.schema().initialize(database).changedDatabase()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP INDEX orders_customer; CREATE INDEX orders_customer ON orders (cents)                | Changed indexes: orders_customer",
                "DROP VIEW spending; CREATE VIEW spending AS SELECT 1 AS customer                         | Changed views: spending",
                "DROP TRIGGER orders_log; CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN SELECT 1; END | Changed triggers: orders_log",
                "DROP TABLE customers; CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT) | Required constraints missing: customers.unique (email)",
            })
    @DisplayName("R12 what is changed is named, left alone, and stops nobody")
    void changed_object(String statements, String message) throws Exception {
        Sql.run(database, statements);

        Verification verification = Shop.schema().verify(database);
        assertThat(verification.message()).isEqualTo(message);
        assertThat(verification.ok()).isFalse();
        for (int i = 0; i < 2; i++) {
            InitializationResult result = Shop.schema().initialize(database);
            assertThat(result.changed()).hasSize(1);
            assertThat(result.changedDatabase()).isFalse();
        }
    }

    @Test
    @DisplayName("R12 a change stays visible when something else was healed")
    void changed_object_after_healing() throws Exception {
        Sql.run(
                database,
                "DROP VIEW spending; DROP INDEX orders_customer; CREATE INDEX orders_customer ON orders (cents)");

        assertThat(Shop.schema().initialize(database).healed()).hasSize(1);
        assertThat(Shop.schema().initialize(database).changed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE log ADD COLUMN extra TEXT; ALTER TABLE log DROP COLUMN line | Required columns missing: log.line; Unexpected columns: log.extra",
                "DROP TABLE log; CREATE TABLE log (line INTEGER)              | Changed columns: log.line",
                "DROP TABLE log; CREATE VIEW log AS SELECT 1                  | Changed tables: log; Unexpected views: log",
            })
    @DisplayName("defect 13: a missing or changed column of a required table stops the start, by name")
    void broken_table(String statements, String message) throws Exception {
        Schema logs = Schema.named("logs")
                .migrations(Migrations.of(Migration.of("001", "log", "CREATE TABLE log (line TEXT)")))
                .build();
        SqliteFile file = SqliteFile.at(directory.resolve("logs.db"));
        logs.initialize(file);
        Sql.run(file, statements);

        assertThat(logs.verify(file).message()).isEqualTo(message);
        assertThatThrownBy(() -> logs.initialize(file))
                .isInstanceOfSatisfying(SchemaException.Drift.class, e -> {
                    assertThat(e.code()).isEqualTo("drift");
                    assertThat(message).contains(e.object().orElseThrow());
                })
                .hasMessageStartingWith("Database initialization failed");
    }

    @Test
    @DisplayName("R7 R12 a user's own table is reported, and the start stays without a write")
    void unexpected_object() throws Exception {
        Sql.run(database, "CREATE TABLE notes (line TEXT)");
        String before = Sql.one(database, "PRAGMA data_version") + Sql.one(database, "PRAGMA schema_version");
        long modified = database.path().toFile().lastModified();

        InitializationResult result = Shop.schema().initialize(database);

        assertThat(result.unexpected()).singleElement().hasToString("table notes");
        assertThat(result.changedDatabase()).isFalse();
        assertThat(Shop.schema().verify(database).ok()).isTrue();
        assertThat(Shop.schema().verify(database).message()).isEqualTo("Unexpected tables: notes");
        assertThat(Sql.one(database, "PRAGMA data_version") + Sql.one(database, "PRAGMA schema_version"))
                .isEqualTo(before);
        assertThat(database.path().toFile().lastModified()).isEqualTo(modified);
    }

    @Test
    @DisplayName("R9 an older database is healed before it is upgraded")
    void heals_before_upgrade() throws Exception {
        SqliteFile older = SqliteFile.at(directory.resolve("older.db"));
        Shop.schema().upTo("001").initialize(older);
        Sql.run(older, "DROP TABLE customers; DROP VIEW spending");

        InitializationResult result = Shop.schema().initialize(older);

        assertThat(result.healed()).hasSize(2);
        assertThat(result.applied()).hasSize(2);
        assertThat(Shop.schema().verify(older).ok()).isTrue();
    }

    @Test
    @DisplayName("R11 what stands in the way of healing is named")
    void healing_is_blocked() throws Exception {
        Sql.run(database, "DROP TRIGGER orders_log; DROP INDEX orders_customer; CREATE TABLE orders_log (a)");
        Sql.run(database, "INSERT INTO customers (id, name) VALUES (1, 'Ada')");
        Schema blocked = Schema.named("blocked")
                .migrations(Migrations.of(
                        Migration.of("001", "a", "CREATE TABLE a (x INTEGER); CREATE UNIQUE INDEX only_x ON a (x)")))
                .build();
        SqliteFile other = SqliteFile.at(directory.resolve("blocked.db"));
        blocked.initialize(other);
        Sql.run(other, "DROP INDEX only_x; INSERT INTO a VALUES (1), (1)");

        assertThatThrownBy(() -> blocked.initialize(other))
                .isInstanceOf(SchemaException.MigrationFailed.class)
                .hasMessageContaining("recreate the missing index only_x")
                .hasMessageContaining("UNIQUE constraint failed");
        assertThat(Shop.schema().initialize(database).healed()).hasSize(2);
    }
}
