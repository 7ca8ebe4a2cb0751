package dev.dossier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.errors.BusyException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.schema.SqliteFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R21: a SQLite file, one writer and pooled readers")
class SqliteFileDatabaseTest extends DatabaseContract {
    @Override
    Database create(Path directory) throws SQLException {
        SqliteFile file = SqliteFile.at(directory.resolve("test.db"));
        try (Connection connection = file.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
        return SqliteDatabase.file(file, file.readOnly(), WAIT);
    }

    private SqliteFile file() {
        return SqliteFile.at(directory.resolve("test.db"));
    }

    @Test
    void another_process_that_holds_the_lock_is_waited_for_and_then_reported() throws Exception {
        try (Database database = SqliteDatabase.file(file(), file().readOnly(), WAIT);
                Connection other = file().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> database.write(sql -> sql.update("INSERT INTO t (name) VALUES ('a')")))
                    .isInstanceOf(BusyException.class);
            statement.execute("COMMIT");
            assertThat(insert(database, "a")).isEqualTo(1);
        }
    }

    @Test
    void readers_do_not_wait_for_a_writer() throws Exception {
        try (Database database = SqliteDatabase.file(file(), file().readOnly(), WAIT);
                Connection other = file().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(count(database)).isZero();
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void a_reader_cannot_write() {
        try (Database database = SqliteDatabase.file(file(), file().readOnly(), WAIT)) {
            assertThatThrownBy(() -> database.read(sql -> sql.update("INSERT INTO t (name) VALUES ('a')")))
                    .isInstanceOf(ReadOnlyException.class);
            assertThatThrownBy(() -> database.read(sql -> sql.update("INSERT INTO nothing VALUES (1)")))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void a_database_that_is_opened_for_reading_is_only_read() {
        try (Database database = SqliteDatabase.readOnly(file().readOnly(), WAIT)) {
            assertThatThrownBy(() -> database.write(sql -> true)).isInstanceOf(ReadOnlyException.class);
            assertThat(count(database)).isZero();
        }
    }

    @Test
    void a_reader_that_waits_too_long_for_a_connection_is_told() throws Exception {
        int readers = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(readers);
        try (Database database = SqliteDatabase.file(file(), file().readOnly(), Duration.ofMillis(100));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> busy = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                busy.add(threads.submit(() -> database.read(sql -> {
                    begun.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return true;
                })));
            }
            begun.await();
            assertThatThrownBy(() -> database.read(sql -> true)).isInstanceOf(BusyException.class);
            gate.countDown();
            for (Future<Boolean> reader : busy) {
                assertThat(reader.get()).isTrue();
            }
        }
    }
}
