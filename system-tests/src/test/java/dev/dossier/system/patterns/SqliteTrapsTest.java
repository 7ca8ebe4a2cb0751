package dev.dossier.system.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteTrapsTest extends TrapsContract {
    SqliteTrapsTest(@TempDir Path directory) throws SQLException {
        super(() -> Node.database("jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + ".db")));
    }

    @Override
    int initialise(DataSource source) throws SQLException, InterruptedException {
        return SqlitePattern.initialise(source);
    }

    @Override
    String url() {
        return ((SQLiteDataSource) database).getUrl();
    }

    @Test
    void a_deferred_transaction_that_has_read_cannot_write() throws Exception {
        execute("PRAGMA journal_mode = WAL");
        StoppedAt one = new StoppedAt("CREATE TABLE", database);
        Future<Boolean> start = Beside.run(() -> SqliteTraps.deferred(one.dataSource()));
        one.await();
        SqliteTraps.deferred(database);
        one.goOn();
        assertThatThrownBy(() -> Beside.soon(start)).hasMessageContaining("SQLITE_BUSY_SNAPSHOT");
    }

    @Test
    void an_immediate_transaction_waits_before_it_reads() throws Exception {
        execute("PRAGMA journal_mode = WAL");
        StoppedAt one = new StoppedAt("CREATE TABLE", database);
        Future<Boolean> start = Beside.run(() -> SqliteTraps.immediate(one.dataSource()));
        one.await();
        Future<Boolean> other = Beside.run(() -> SqliteTraps.immediate(database));
        Thread.sleep(100);
        assertThat(other).isNotDone();
        one.goOn();
        assertThat(Beside.soon(start)).isTrue();
        assertThat(Beside.soon(other)).isTrue();
    }

    @Test
    void a_driver_that_begins_transactions_keeps_the_lock_after_the_commit() throws SQLException {
        SQLiteDataSource immediate = new SQLiteDataSource(SqliteTraps.immediateTransactions());
        immediate.setUrl(url());
        try (Connection connection = immediate.getConnection()) {
            SqliteTraps.driverBegins(connection);
            assertThatThrownBy(this::writeNow).hasMessageContaining("SQLITE_BUSY");
        }
        writeNow();
    }

    @Test
    void statements_that_begin_and_commit_give_the_lock_back() throws SQLException {
        try (Connection connection = database.getConnection()) {
            SqliteTraps.statementsBegin(connection);
            writeNow();
        }
    }

    @Test
    void converting_to_the_write_ahead_log_does_not_wait() throws Exception {
        try (Connection writer = database.getConnection();
                Statement writing = writer.createStatement();
                Connection connection = database.getConnection()) {
            writing.execute("BEGIN IMMEDIATE");
            long begin = System.nanoTime();
            assertThatThrownBy(() -> SqliteTraps.convertOnce(connection)).hasMessageContaining("SQLITE_BUSY");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));

            Future<Boolean> patient = Beside.run(() -> SqliteTraps.convertPatiently(connection));
            Thread.sleep(100);
            assertThat(patient).isNotDone();
            writing.execute("COMMIT");
            assertThat(Beside.soon(patient)).isTrue();
        }
        assertThat(value("PRAGMA journal_mode")).isEqualTo("wal");
    }

    @Test
    void a_start_that_fails_gives_the_lock_back_on_a_connection_that_a_pool_keeps_open() throws SQLException {
        execute("CREATE TABLE notes (somebodys TEXT)");
        try (Connection kept = database.getConnection()) {
            assertThatThrownBy(() -> SqlitePattern.initialise(poolOf(kept))).hasMessageContaining("already exists");
            writeNow();
        }
    }

    private static DataSource poolOf(Connection kept) {
        Connection lent = Wrapped.as(
                Connection.class,
                (method, arguments) -> method.getName().equals("close") ? null : Wrapped.call(method, kept, arguments));
        return Wrapped.as(DataSource.class, (method, arguments) -> lent);
    }

    private void writeNow() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("COMMIT");
        }
    }
}
