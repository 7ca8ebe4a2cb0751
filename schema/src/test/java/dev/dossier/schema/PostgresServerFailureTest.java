package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.dossier.testkit.PostgresServer;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server can do to a start: refuse it, lose it, let it wait. */
class PostgresServerFailureTest {
    private DataSource database = SqliteFile.at(Path.of(""));

    @BeforeEach
    void create() throws SQLException {
        database = PostgresServer.shared().newDatabase();
    }

    /** Connections to an address, as the driver gives them; tells nothing about itself. */
    private record Address(String url, String user) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return DriverManager.getConnection(url, user, "secret-password");
        }

        @Override
        public Connection getConnection(String other, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    private static String url(String rest) {
        return "jdbc:postgresql://localhost:" + PostgresServer.shared().port() + "/" + rest;
    }

    @Test
    @DisplayName("R11 no server, no such database, no such user: one clear error without secrets")
    void unreachable() {
        for (DataSource wrong : List.of(
                new Address("jdbc:postgresql://localhost:1/none?password=secret-password", "postgres"),
                new Address(url("no_such_database?password=secret-password"), "postgres"),
                new Address(url("postgres"), "no_such_user"))) {
            assertThatThrownBy(() -> PostgresShop.schema().initialize(wrong))
                    .isInstanceOfSatisfying(SchemaException.Unreachable.class, e -> {
                        assertThat(e.code()).isEqualTo("unreachable");
                        assertThat(e.getMessage()).doesNotContain("secret-password");
                    })
                    .hasMessageStartingWith("Database initialization failed")
                    .hasMessageContaining("Check address, database, user and password");
        }
    }

    @Test
    @DisplayName("the database is described without secrets")
    void described() {
        String url = "jdbc:postgresql://ada:hunter2@db.example:5432/shop?password=hunter2&sslmode=require";
        assertThat(new PostgresDialect().at(database, url).description())
                .isEqualTo("postgresql://db.example:5432/shop");
        assertThatThrownBy(() -> Shop.schema().initialize(new Address("jdbc:none:x", "ada")))
                .isInstanceOf(SchemaException.Unreachable.class);
        HikariDataSource other = new HikariDataSource();
        other.setJdbcUrl("jdbc:other://ada:hunter2@x/y");
        assertThatThrownBy(() -> Shop.schema().initialize(other))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("jdbc:other:…")
                .hasMessageContaining("Use SQLite or PostgreSQL");
    }

    @Test
    @DisplayName("R11 a user who may not create is told what to ask for")
    void not_allowed() throws Exception {
        String role = "reader_" + System.nanoTime();
        Sql.run(database, "CREATE ROLE " + role + " LOGIN");
        String name = Sql.one(database, "SELECT current_database()");

        assertThatThrownBy(() -> PostgresShop.schema().initialize(new Address(url(name), role)))
                .isInstanceOf(SchemaException.NotWritable.class)
                .hasMessageContainingAll("may create in it", "CREATE on the database");
        PostgresShop.schema().initialize(database);
        Sql.run(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        assertThat(PostgresShop.schema()
                        .initialize(new Address(url(name), role))
                        .changedDatabase())
                .as("enough for a current database")
                .isFalse();
        Sql.run(database, "DROP OWNED BY " + role + "; DROP ROLE " + role);
    }

    @Test
    @DisplayName("R7 a database that only can be read is served when it is current")
    void read_only() throws Exception {
        PostgresShop.schema().upTo("002").initialize(database);
        Sql.run(
                database,
                "ALTER DATABASE " + Sql.one(database, "SELECT current_database()")
                        + " SET default_transaction_read_only = on");

        assertThat(PostgresShop.schema().upTo("002").initialize(database).changedDatabase())
                .isFalse();
        assertThat(PostgresShop.schema().initialize(database).applied())
                .as("our own transactions say what they want")
                .hasSize(1);
    }

    @Test
    @DisplayName("R10 a default isolation that keeps the snapshot from before the wait does no harm")
    void isolation() throws Exception {
        Sql.run(
                database,
                "ALTER DATABASE " + Sql.one(database, "SELECT current_database()")
                        + " SET default_transaction_isolation = 'repeatable read'");
        List<CompletableFuture<InitializationResult>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(CompletableFuture.supplyAsync(() -> PostgresShop.schema().initialize(database)));
        }
        int applied = 0;
        for (CompletableFuture<InitializationResult> start : starts) {
            applied += start.join().applied().size();
        }
        assertThat(applied).isEqualTo(3);
    }

    @Test
    @DisplayName("R10 somebody holds the lock: the wait is told of, and ends with one clear error")
    void waits() throws Exception {
        List<Duration> told = new ArrayList<>();
        Schema patient = PostgresShop.builder()
                .lockTimeout(Duration.ofMillis(5500))
                .listener(new SchemaListener() {
                    @Override
                    public void waiting(Duration soFar) {
                        told.add(soFar);
                    }
                })
                .build();
        Schema impatient =
                PostgresShop.builder().lockTimeout(Duration.ofMillis(1)).build();
        try (Connection holder = database.getConnection();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + PostgresExclusion.KEY + ")");

            assertThatThrownBy(() -> patient.initialize(database)).isInstanceOf(SchemaException.Busy.class);
            assertThat(told).singleElement().satisfies(wait -> assertThat(wait).isGreaterThan(Duration.ofSeconds(4)));
            assertThatThrownBy(() -> impatient.initialize(database))
                    .isInstanceOf(SchemaException.Busy.class)
                    .hasMessageContaining("the database stayed locked");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "53300, BUSY",
        "57P03, BUSY",
        "40P01, BUSY",
        "57P01, CONNECTION_LOST",
        "08006, CONNECTION_LOST",
        "25006, READ_ONLY",
        "42501, READ_ONLY",
        "53100, FULL",
        "53200, OUT_OF_MEMORY",
        "XX002, DAMAGED",
        "XX000, OTHER",
        "3D000, REFUSED",
        "28P01, REFUSED",
        "23505, CONSTRAINT",
        "XX001, DAMAGED",
        "42601, OTHER"
    })
    @DisplayName("errors are told apart by their codes, also inside those of a pool")
    void classified(String state, Failure failure) {
        PostgresDialect dialect = new PostgresDialect();
        SQLException cause = new SQLException("x", state);

        assertThat(dialect.classify(cause)).isEqualTo(failure);
        assertThat(dialect.classify(new SQLException("no connection", cause))).isEqualTo(failure);
        assertThat(dialect.advice(failure)).isNotEmpty();
        assertThat(new Diagnosis("x", "y", java.util.Optional.of(dialect)).of(cause))
                .hasMessageStartingWith("x for y: ");
        assertThat(dialect.classify(new SQLException("no code"))).isEqualTo(Failure.OTHER);
    }

    @Test
    @DisplayName("two changes of one row of the catalog are a conflict, and a pool may have no connection to give")
    void transient_failures() {
        PostgresDialect dialect = new PostgresDialect();
        Diagnosis diagnosis = new Diagnosis("x", "y", java.util.Optional.of(dialect));
        SQLException conflict = new SQLException("ERROR: tuple concurrently updated", "XX000");
        SQLException timeout = new SQLTransientConnectionException("request timed out after 30000ms");
        SQLException down = new SQLTransientConnectionException("x", null, new SQLException("refused", "08001"));

        assertThat(dialect.classify(conflict)).isEqualTo(Failure.BUSY);
        assertThat(dialect.classify(timeout)).isEqualTo(Failure.NO_CONNECTION);
        assertThat(dialect.classify(down)).isEqualTo(Failure.CONNECTION_LOST);
        assertThat(diagnosis.of(timeout))
                .isInstanceOf(SchemaException.Busy.class)
                .hasMessageContaining("no connection was to be had (request timed out")
                .hasMessageContaining("Allow the pool more connections");
        assertThat(diagnosis.of(new SQLException("out of shared memory", "53200")))
                .isInstanceOf(SchemaException.DatabaseFailed.class)
                .hasMessageContainingAll("the server is out of memory", "max_locks_per_transaction");
    }

    @Test
    @DisplayName("R10 a conflict, and a pool that is empty for a while, are tried again")
    void tried_again() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        DataSource faulty = FaultyDataSource.failing(database, (number, done) -> {
            if (number == 5 && failures.getAndIncrement() == 0) {
                throw new SQLException("ERROR: tuple concurrently updated", "XX000");
            }
        });
        DataSource scarce = new ForwardingDataSource(faulty) {
            private int calls;

            @Override
            public Connection getConnection() throws SQLException {
                if (++calls == 2 || calls == 3) { // the first asks for the address
                    throw new SQLTransientConnectionException("request timed out");
                }
                return super.getConnection();
            }
        };

        assertThat(PostgresShop.schema().initialize(scarce).applied()).hasSize(3);
        assertThat(failures.get()).isPositive();
    }

    @Test
    @DisplayName("behind a proxy a second connection keeps the others away; a pool of one is told so")
    void proxied() throws Exception {
        Schema indexed = Schema.named("words")
                .migrations(Migrations.of(
                        Migration.of("001", "create", "CREATE TABLE words (word TEXT)"),
                        Migration.of(
                                "002",
                                "index",
                                "-- transactional: false\nCREATE INDEX CONCURRENTLY words_word ON words (word)")))
                .build();
        assertThat(indexed.initialize(new Proxied(database, 2)).applied()).hasSize(2);
        assertThat(indexed.verify(database).ok()).isTrue();

        DataSource fresh = PostgresServer.shared().newDatabase();
        assertThatThrownBy(() -> indexed.initialize(new Proxied(fresh, 1)))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("needs a second connection")
                .hasMessageContaining("Allow the pool two connections");
        assertThat(indexed.version(fresh)).isEqualTo("001");
        Schema impatient = Schema.named("words")
                .migrations(Migrations.of(
                        Migration.of("001", "create", "CREATE TABLE words (word TEXT)"),
                        Migration.of(
                                "002",
                                "index",
                                "-- transactional: false\nCREATE INDEX CONCURRENTLY words_word ON words (word)")))
                .lockTimeout(Duration.ofMillis(1))
                .build();
        assertThatThrownBy(() -> impatient.initialize(new Proxied(fresh, 0)))
                .isInstanceOf(SchemaException.Unreachable.class);
    }

    /** As through a proxy nobody can tell which process of the server serves a connection; and there are only so many. */
    private static final class Proxied extends ForwardingDataSource {
        private final AtomicInteger open = new AtomicInteger();
        private final int limit;

        Proxied(DataSource target, int limit) {
            super(target);
            this.limit = limit;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (open.incrementAndGet() > Math.max(1, limit)) {
                open.decrementAndGet();
                throw limit == 0 ? new SQLException("too bad", "08006") : new SQLException("the pool is empty");
            }
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("unwrap")) {
                            throw new SQLException("nothing to unwrap");
                        }
                        if (method.getName().equals("close")) {
                            open.decrementAndGet();
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
