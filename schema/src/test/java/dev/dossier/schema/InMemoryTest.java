package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Data sources that are not ours. */
class InMemoryTest {
    @TempDir
    Path directory = Path.of("");

    private final Connection shared;

    InMemoryTest() throws SQLException {
        shared = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        shared.close();
    }

    /** The one connection that keeps the database alive; closing it does nothing. */
    private ForwardingDataSource memory() {
        return new ForwardingDataSource(new SQLiteDataSource()) {
            @Override
            public Connection getConnection() {
                return (Connection) Proxy.newProxyInstance(
                        InMemoryTest.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (self, method, arguments) ->
                                method.getName().equals("close") ? null : method.invoke(shared, arguments));
            }
        };
    }

    @Test
    @DisplayName("R21 one shared connection: everything works, without a backup")
    void shared_connection() throws Exception {
        Schema shop = Shop.schema();

        assertThat(shop.version(memory())).isEqualTo("unknown");
        assertThat(shop.upTo("001").initialize(memory()).applied()).hasSize(1);
        InitializationResult result = shop.initialize(memory());
        assertThat(result.database()).isEqualTo("a database in memory");
        assertThat(result.backup()).isEmpty();
        assertThat(shop.initialize(memory()).changedDatabase()).isFalse();
        assertThat(Sql.one(memory(), "PRAGMA foreign_keys")).isEqualTo("1");
        assertThat(shop.verify(memory()).ok()).isTrue();
        Sql.run(memory(), "DROP TABLE orders");
        assertThat(shop.initialize(memory()).healed()).hasSize(3);
        Rollback rollback = shop.rollback(memory(), "000");
        assertThat(rollback.undone()).hasSize(3);
        assertThat(rollback.backup()).isEmpty();
        assertThat(shop.version(memory())).isEqualTo("unknown");
        assertThatThrownBy(() -> shop.backup(memory(), directory.resolve("copy")))
                .isInstanceOf(SchemaException.Misconfigured.class);
    }

    @Test
    @DisplayName("R11 a failed migration leaves the shared connection out of any transaction")
    void failure_on_shared_connection() throws Exception {
        Schema bad = Schema.named("bad")
                .migrations(
                        Migrations.of(Migration.of("1", "bad", "CREATE TABLE t (a); INSERT INTO nowhere VALUES (1)")))
                .build();

        assertThatThrownBy(() -> bad.initialize(memory())).isInstanceOf(SchemaException.MigrationFailed.class);
        Sql.run(memory(), "BEGIN; COMMIT;");
        assertThat(Sql.names(memory(), "table")).isEmpty();
    }

    @Test
    @DisplayName("R1 R8 the driver's own data source: its file is found without touching it")
    void data_source_of_the_driver() throws Exception {
        SQLiteDataSource driver = new SQLiteDataSource();
        driver.setUrl("jdbc:sqlite:" + directory.resolve("deep/shop.db"));

        assertThat(Shop.schema().version(driver)).isEqualTo("unknown");
        assertThat(directory).isEmptyDirectory();
        assertThat(Shop.schema().initialize(driver).applied()).hasSize(3);
        assertThat(Shop.schema().initialize(driver).changedDatabase()).isFalse();
        assertThat(Shop.schema().verify(driver).ok()).isTrue();
    }

    @Test
    @DisplayName("connections without autocommit are given back without autocommit")
    void without_autocommit() throws Exception {
        SQLiteDataSource driver = new SQLiteDataSource();
        driver.setUrl("jdbc:sqlite::memory:");
        shared.setAutoCommit(false);

        assertThat(Shop.schema().initialize(memory()).applied()).hasSize(3);
        assertThat(shared.getAutoCommit()).isFalse();
    }

    @Test
    @DisplayName("R8 a data source that has no address to tell is asked for a connection")
    void data_source_without_address() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("shop.db"));

        assertThat(Shop.schema().initialize(new Unaddressed(file)).database()).isEqualTo(file.toString());
    }

    /** Has the accessor, and nothing to tell. */
    public static final class Unaddressed extends ForwardingDataSource {
        Unaddressed(SqliteFile target) {
            super(target);
        }

        public Object getUrl() {
            return 0;
        }
    }
}
