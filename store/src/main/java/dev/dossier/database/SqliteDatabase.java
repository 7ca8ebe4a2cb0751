package dev.dossier.database;

import dev.dossier.errors.ReadOnlyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * SQLite: one {@link GroupWriter}, and a {@link ReaderPool} beside it. In write-ahead mode neither waits for the other.
 *
 * <p>A database in memory belongs to its connection: reader and writer are then the same one, and reads queue up with
 * the writes.
 */
public final class SqliteDatabase implements Database {
    private static final int READERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final @Nullable GroupWriter writer;
    private final @Nullable ReaderPool readers;
    private final @Nullable DataSource maintaining;

    private SqliteDatabase(
            @Nullable GroupWriter writer, @Nullable ReaderPool readers, @Nullable DataSource maintaining) {
        this.writer = writer;
        this.readers = readers;
        this.maintaining = maintaining;
    }

    /** A database file, written through the first source and read through the second. */
    public static Database file(DataSource writing, DataSource reading, Duration waitDuration) {
        try {
            return new SqliteDatabase(
                    new GroupWriter(overwriting(writing.getConnection()), waitDuration),
                    new ReaderPool(reading, READERS, waitDuration),
                    writing);
        } catch (SQLException e) {
            throw SqliteErrors.translate(e);
        }
    }

    /** A database file that cannot be written. */
    public static Database readOnly(DataSource reading, Duration waitDuration) {
        return new SqliteDatabase(null, new ReaderPool(reading, READERS, waitDuration), null);
    }

    /** A database in memory, which lives as long as the source's one connection. */
    public static Database inMemory(DataSource shared, Duration waitDuration) {
        try {
            return new SqliteDatabase(new GroupWriter(shared.getConnection(), waitDuration), null, null);
        } catch (SQLException e) {
            throw SqliteErrors.translate(e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        if (writer == null) {
            throw new ReadOnlyException();
        }
        return writer.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return readers == null ? write(work) : readers.read(work);
    }

    private static Connection overwriting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete = ON");
        }
        return connection;
    }

    @Override
    public void overwriteFreed() {
        if (maintaining == null) {
            return;
        }
        try (Connection connection = maintaining.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            if (!SqliteErrors.isBusy(e)) {
                throw SqliteErrors.translate(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            if (readers != null) {
                readers.close();
            }
            if (writer != null) {
                writer.close();
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(e);
        }
    }
}
