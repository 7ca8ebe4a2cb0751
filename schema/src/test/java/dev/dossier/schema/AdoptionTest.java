package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that another system made, wholly or by halves. */
class AdoptionTest {
    /** The first version as another program formats it: other types, other constraints, other texts. */
    private static final String OTHERS = """
            CREATE TABLE IF NOT EXISTS customers (id INTEGER, name VARCHAR(80) NOT NULL, PRIMARY KEY (id)); -- who
            CREATE TABLE IF NOT EXISTS "orders" ( id INTEGER PRIMARY KEY, customer INT NOT NULL, cents INT,
                FOREIGN KEY (customer) REFERENCES customers(id) ON DELETE CASCADE);
            CREATE INDEX IF NOT EXISTS orders_customer ON orders(customer ASC);
            CREATE TABLE log (line TEXT NULL);
            """;

    private static final String REST = """
            CREATE VIEW spending AS SELECT customer AS customer, total(cents) AS cents FROM orders GROUP BY customer;
            CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('!'); END;
            """;

    private static final String HISTORY = """
            CREATE TABLE schema_migrations (migration_id INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT NOT NULL UNIQUE,
                description TEXT NOT NULL, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                status TEXT DEFAULT 'completed', execution_time_ms INTEGER);
            INSERT INTO schema_migrations (version, description) VALUES ('001', 'the shop');
            INSERT INTO customers VALUES (1, 'Ada');
            """;

    @TempDir
    Path directory = Path.of("");

    private SqliteFile database = SqliteFile.at(directory);

    @BeforeEach
    void locate() {
        database = SqliteFile.at(directory.resolve("theirs.db"));
    }

    @Test
    @DisplayName("R9 a database of the reference system is adopted once, and then is current")
    void adopts() throws Exception {
        Sql.run(database, OTHERS + REST + HISTORY);
        Schema first = Shop.schema().upTo("001");

        assertThat(first.verify(database).ok()).isTrue();
        assertThat(first.initialize(database).changedDatabase()).isFalse();
        assertThat(first.history(database)).singleElement().satisfies(row -> {
            assertThat(row.checksum()).as("nobody knows what was run").isEmpty();
            assertThat(row.fingerprint()).isPresent();
            assertThat(row.executionTime()).isEmpty();
        });
        FaultyDataSource.Counted counted = FaultyDataSource.counting(database);
        first.initialize(counted);
        assertThat(counted.statements()).isEqualTo(4);
        assertThat(first.verify(database).ok()).isTrue();
    }

    @Test
    @DisplayName("R9 R23 an adopted database is upgraded, with its data and a backup, and healed by name")
    void adopts_and_upgrades() throws Exception {
        Sql.run(database, OTHERS + HISTORY);

        InitializationResult result = Shop.schema().initialize(database);

        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("002", "003");
        assertThat(result.healed()).extracting(SchemaObject::name).containsExactly("spending", "orders_log");
        assertThat(result.backup())
                .hasValueSatisfying(backup ->
                        assertThat(Shop.schema().version(SqliteFile.at(backup))).isEqualTo("001"));
        assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
        assertThat(Shop.schema().verify(database).message())
                .isEqualTo("Every object of version 003 is as it should be");
        Sql.run(database, "DROP VIEW spending");
        assertThat(Shop.schema().initialize(database).healed()).hasSize(1);
        assertThat(Shop.schema().rollback(database, "001").undone()).hasSize(2);
    }

    @Test
    @DisplayName("R11 an adopted table without a required column is refused by name, before anything is changed")
    void refuses_incomplete_table() throws Exception {
        Sql.run(database, OTHERS.replace(" cents INT,", "") + HISTORY);
        String before = Sql.one(database, "SELECT group_concat(sql) FROM sqlite_master");

        assertThatThrownBy(() -> Shop.schema().initialize(database))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContaining("column orders.cents");
        assertThat(Sql.one(database, "SELECT group_concat(sql) FROM sqlite_master"))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("R9 objects that are exactly ours are recorded with our checksum")
    void recognises_its_own() throws Exception {
        Sql.run(database, Shop.FIRST.sql() + "; DROP INDEX orders_customer");

        assertThat(Shop.schema().verify(database).missing())
                .extracting(SchemaObject::toString)
                .containsExactly(
                        "table schema_migrations",
                        "column customers.email",
                        "constraint customers.unique (email)",
                        "index orders_customer");
        assertThat(Shop.schema().upTo("001").initialize(database).healed()).hasSize(1);
        assertThat(Shop.schema().history(database).getFirst().checksum()).contains(Shop.FIRST.checksum());
    }

    @Test
    @DisplayName("R9 a database with somebody's own tables gets ours beside them")
    void joins_other_tables() throws Exception {
        Sql.run(database, "CREATE TABLE notes (line TEXT); INSERT INTO notes VALUES ('mine')");

        InitializationResult result = Shop.schema().initialize(database);

        assertThat(result.applied()).hasSize(3);
        assertThat(result.unexpected()).singleElement().hasToString("table notes");
        assertThat(result.backup()).isPresent();
        assertThat(Shop.schema().initialize(database).unexpected()).isEmpty();
        assertThat(Sql.list(database, "SELECT line FROM notes")).containsExactly("mine");
    }
}
