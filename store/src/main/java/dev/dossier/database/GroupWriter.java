package dev.dossier.database;

import dev.dossier.errors.BusyException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a SQLite database: a platform thread that commits many requests in one transaction.
 *
 * <p>SQLite has one writer at a time, and each commit costs an fsync. While one group commits, the next one gathers, so
 * the fsyncs are shared by all who wait; nobody waits for company that does not come. Waiting inside SQLite would pin the
 * carrier of a virtual thread, so it is this thread that waits.
 *
 * <ol>
 *   <li>Take a request, and those that have gathered behind it, up to {@link #GROUP_LIMIT}.
 *   <li>{@code BEGIN IMMEDIATE}, again and again until it succeeds or the time limit is over.
 *   <li>Each request in a SAVEPOINT of its own: one that fails is rolled back to it and the others go on.
 *   <li>{@code COMMIT}; only then is anybody answered.
 * </ol>
 *
 * <p>An error that may have ended the whole transaction (no room, an I/O error) fails every request of the group: none
 * of them is kept. A process that dies before COMMIT leaves a database without the group, and nobody was told otherwise.
 */
final class GroupWriter implements AutoCloseable {
    static final int GROUP_LIMIT = 256;
    private static final int QUEUE_LIMIT = 10_000;

    private final BlockingQueue<WriteRequest<?>> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final Connection connection;
    private final Statements sql;
    private final Duration limit;
    private final Thread thread;
    private volatile boolean closed;

    GroupWriter(Connection connection, Duration limit) {
        this.connection = connection;
        this.sql = new Statements(connection);
        this.limit = limit;
        this.thread = Thread.ofPlatform().name("dossier-writer").daemon(true).start(this::loop);
    }

    <T> T write(Work<T> work) {
        if (closed) {
            throw new BusyException("the store is closing");
        }
        WriteRequest<T> request = new WriteRequest<>(work);
        if (!queue.offer(request)) {
            throw new BusyException("too many requests are waiting for the database");
        }
        return request.await(limit.toNanos());
    }

    private void loop() {
        List<WriteRequest<?>> group = new ArrayList<>(GROUP_LIMIT);
        while (true) {
            group.clear();
            WriteRequest<?> first = next();
            if (first != null) {
                group.add(first);
                queue.drainTo(group, GROUP_LIMIT - 1);
                group.removeIf(request -> !request.take());
                commit(group);
            } else if (closed && queue.isEmpty()) {
                return;
            }
        }
    }

    private @Nullable WriteRequest<?> next() {
        try {
            return closed ? queue.poll() : queue.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return null; // close() wakes the thread up
        }
    }

    private void commit(List<WriteRequest<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            begin();
            for (WriteRequest<?> request : group) {
                runInSavepoint(request);
            }
            execute("COMMIT");
        } catch (SQLException e) {
            rollBack();
            DossierException failure = SqliteErrors.translate(e);
            group.forEach(request -> request.fail(failure));
        } finally {
            group.forEach(WriteRequest::settle);
        }
    }

    private void begin() throws SQLException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                execute("BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                if (!SqliteErrors.isBusy(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private void runInSavepoint(WriteRequest<?> request) throws SQLException {
        execute("SAVEPOINT request");
        try {
            request.run(sql);
        } catch (SQLException e) {
            if (SqliteErrors.endsTransaction(e)) {
                throw e;
            }
            request.fail(SqliteErrors.translate(e));
            execute("ROLLBACK TO request");
        } catch (RuntimeException e) {
            request.fail(e);
            execute("ROLLBACK TO request");
        } catch (Error e) {
            request.fail(new StorageException("The request failed. The server's log has the cause.", e));
            execute("ROLLBACK TO request");
        }
        execute("RELEASE request");
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back already: there is no transaction left to end
            return;
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.executeUpdate(statement);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 8));
        } catch (InterruptedException e) {
            // close() lets the group finish: the deadline ends the wait
            return;
        }
    }

    /** Commits what has gathered, then closes the connection. */
    @Override
    public void close() throws SQLException {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        sql.close();
        connection.close();
    }
}
