package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("R6 a driver that refuses foreign keys stops the start and the connection is closed")
    void foreign_keys_refused() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("keys.db"));
        ForwardingDataSource refusing = new RefusingForeignKeys(file);

        assertThatThrownBy(() -> Shop.schema().initialize(refusing))
                .isInstanceOfSatisfying(
                        SchemaException.ForeignKeys.class,
                        e -> assertThat(e.code()).isEqualTo("foreign-keys"))
                .hasMessageContainingAll(
                        "Foreign keys are not enabled",
                        "Failed to enable foreign keys - data integrity cannot be guaranteed");
        assertThat(((RefusingForeignKeys) refusing).open()).isZero();
        assertThat(Shop.schema().version(file)).isEqualTo("unknown");
    }

    @Test
    @DisplayName("R6 keys that stay off after the change are an error too, and the connection is not used again")
    void foreign_keys_not_restored() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("keys.db"));
        RefusingForeignKeys refusing = new RefusingForeignKeys(file);
        refusing.allow(1);

        assertThatThrownBy(() -> Shop.schema().initialize(refusing)).isInstanceOf(SchemaException.ForeignKeys.class);
        assertThat(refusing.open()).isZero();
        assertThat(Shop.schema().initialize(file).applied()).isEmpty();
    }

    @Test
    @DisplayName("R13 rows that a migration leaves dangling fail it, with table and count")
    void dangling_references() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("dangling.db"));
        Schema schema = Schema.named("shop")
                .migrations(Migrations.of(
                        Shop.FIRST,
                        Migration.of("002", "forget", "DELETE FROM customers").undoneBy("DELETE FROM customers")))
                .build();
        schema.upTo("001").initialize(file);
        Sql.run(file, "INSERT INTO customers VALUES (1, 'Ada')");
        Sql.run(file, "INSERT INTO orders VALUES (1, 1, 5), (2, 1, 6)");

        assertThatThrownBy(() -> schema.initialize(file))
                .isInstanceOf(SchemaException.ForeignKeys.class)
                .hasMessageContaining("orders refers to customers 2×");
        assertThat(Sql.list(file, "SELECT name FROM customers")).containsExactly("Ada");

        Sql.run(file, "DELETE FROM orders");
        schema.initialize(file);
        Sql.run(file, "INSERT INTO customers VALUES (1, 'Ada'); INSERT INTO orders VALUES (1, 1, 5)");
        assertThatThrownBy(() -> schema.rollback(file, "001")).isInstanceOf(SchemaException.ForeignKeys.class);
    }

    @Test
    @DisplayName("R13 rows that dangled before are nobody's fault now")
    void dangling_before() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("dangling.db"));
        Shop.schema().upTo("001").initialize(file);
        Sql.run(file, "PRAGMA foreign_keys = OFF; INSERT INTO orders VALUES (1, 7, 5)");

        assertThat(Shop.schema().initialize(file).applied()).hasSize(2);
        assertThat(Sql.list(file, "SELECT customer FROM orders")).containsExactly("7");
    }

    @Test
    @DisplayName("R11 no space left: one clear error, nothing changed")
    void full() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("full.db"));
        Shop.schema().upTo("001").initialize(file);
        Schema large = Schema.named("shop")
                .migrations(Migrations.of(
                        Shop.FIRST,
                        Migration.of(
                                "002",
                                "fill",
                                "INSERT INTO log SELECT hex(randomblob(100000)) FROM pragma_table_info('orders')")))
                .build();
        ForwardingDataSource small = new ForwardingDataSource(file) {
            @Override
            public java.sql.Connection getConnection() throws SQLException {
                java.sql.Connection connection = super.getConnection();
                try (var statement = connection.createStatement()) {
                    statement.execute("PRAGMA max_page_count = 12");
                }
                return connection;
            }
        };

        assertThatThrownBy(() -> large.initialize(small))
                .isInstanceOfSatisfying(
                        SchemaException.Full.class, e -> assertThat(e.code()).isEqualTo("full"))
                .hasMessageContaining("migration failed at 002")
                .hasMessageContaining("no space is left");
        assertThat(large.version(file)).isEqualTo("001");
        assertThat(Sql.list(file, "SELECT line FROM log")).isEmpty();
    }

    @Test
    @DisplayName("R10 busy at statement n, for every n: the start tries again and succeeds")
    void busy() throws Exception {
        SqliteFile template = SqliteFile.at(directory.resolve("template.db"));
        Shop.schema().upTo("001").initialize(template);
        Sql.run(template, "DROP VIEW spending");
        int statements = 0;
        for (int n = 1; n <= Math.max(30, statements); n++) {
            int busy = n;
            SqliteFile database = SqliteFile.at(directory.resolve("busy" + n + ".db"));
            Files.copy(template.path(), database.path());
            FaultyDataSource.Counted faulty = FaultyDataSource.failing(database, (number, done) -> {
                if (number == busy && !done) {
                    throw new SQLException("injected", "", 5 | 2 << 8);
                }
            });

            InitializationResult result = Shop.schema().initialize(faulty);

            assertThat(result.version()).isEqualTo("003");
            assertThat(Shop.schema().verify(database).ok()).isTrue();
            statements = faulty.statements();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 14})
    @DisplayName(
            "R7 R11 a connection that cannot do more than read: enough for a current database, an error for another")
    void read_only(int code) throws Exception {
        SqliteFile database = SqliteFile.at(directory.resolve("shop.db"));
        Shop.schema().upTo("001").initialize(database);
        FaultyDataSource.Counted refusing = FaultyDataSource.failing(database, (number, done) -> {
            throw new SQLException("injected", "", code);
        });

        assertThat(Shop.schema().upTo("001").initialize(refusing).changedDatabase())
                .isFalse();
        assertThatThrownBy(() -> Shop.schema().initialize(refusing))
                .isInstanceOf(code == 8 ? SchemaException.NotWritable.class : SchemaException.Unreadable.class);
    }

    @Test
    @DisplayName("R22 R11 a column that is there already, but is another one, is found before anything is committed")
    void skipped_column_is_another() throws Exception {
        SqliteFile database = SqliteFile.at(directory.resolve("shop.db"));
        Schema second = Shop.schema().upTo("002");
        second.upTo("001").initialize(database);
        Sql.run(database, "ALTER TABLE customers ADD COLUMN email INTEGER NOT NULL DEFAULT 0");

        assertThatThrownBy(() -> second.initialize(database))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContaining("column customers.email");
        assertThat(second.version(database)).isEqualTo("001");
    }

    @Test
    @DisplayName("R11 a place that cannot be written is named, even to a user who may do everything")
    void not_writable() {
        Path file = Path.of(URI.create("jrt:/java.base/module-info.class"));
        SqliteDialect dialect = new SqliteDialect(directory -> "ext4");
        Database database = new Database(dialect, SqliteFile.at(directory), Optional.of(file), "x");
        Diagnosis diagnosis = new Diagnosis(SchemaException.INITIALIZATION, "x", Optional.of(dialect));

        assertThatThrownBy(() -> dialect.prepare(database, diagnosis))
                .isInstanceOf(SchemaException.NotWritable.class)
                .hasMessageContaining("java.base cannot be written");
    }
}
