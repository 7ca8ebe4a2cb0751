package dev.dossier.database;

import dev.dossier.errors.BusyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections that read. Each is opened when first needed, kept, and used by one reader at a time; a reader sees the
 * database as it was when it began.
 */
final class ReaderPool implements AutoCloseable {
    private record Reader(Connection connection, Statements sql) {}

    private final DataSource source;
    private final Duration limit;
    private final Semaphore places;
    private final int size;
    private final Deque<Reader> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    ReaderPool(DataSource source, int size, Duration limit) {
        this.source = source;
        this.size = size;
        this.limit = limit;
        this.places = new Semaphore(size);
    }

    <T> T read(Work<T> work) {
        acquire(1);
        if (closed) {
            places.release();
            throw new BusyException("the store is closing");
        }
        try {
            Reader reader = idle.poll();
            if (reader == null) {
                reader = open();
            }
            return use(reader, work);
        } catch (SQLException e) {
            throw SqliteErrors.translate(e);
        } finally {
            places.release();
        }
    }

    private Reader open() throws SQLException {
        Connection connection = source.getConnection();
        return new Reader(connection, new Statements(connection));
    }

    private <T> T use(Reader reader, Work<T> work) throws SQLException {
        boolean healthy = false;
        try {
            execute(reader, "BEGIN");
            try {
                T answer = work.run(reader.sql());
                healthy = true;
                return answer;
            } catch (RuntimeException e) {
                healthy = true; // the work refused; the connection is as good as before
                throw e;
            } finally {
                execute(reader, "ROLLBACK");
            }
        } finally {
            if (healthy && !closed) {
                idle.push(reader);
            } else {
                close(reader);
            }
        }
    }

    private void acquire(int count) {
        try {
            if (!places.tryAcquire(count, limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException("all connections to the database are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("the request was interrupted", e);
        }
    }

    private static void execute(Reader reader, String statement) throws SQLException {
        try (Statement s = reader.connection().createStatement()) {
            s.executeUpdate(statement);
        }
    }

    private static void close(Reader reader) throws SQLException {
        reader.sql().close();
        reader.connection().close();
    }

    /** Waits for the readers, within the time limit, and closes their connections; a late reader closes its own. */
    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            acquire(size);
        } catch (BusyException e) {
            // somebody reads on; its connection is closed when it is done
        }
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            close(reader);
        }
    }
}
