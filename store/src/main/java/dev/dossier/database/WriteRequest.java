package dev.dossier.database;

import dev.dossier.errors.BusyException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work on its way through the writer. Exactly one of the two sides moves it out of WAITING: the writer that takes it, or
 * the caller whose time limit is over. Once taken, the caller waits for the outcome however long the commit takes, because
 * it must not say "not done" of something that is.
 */
final class WriteRequest<T> {
    private enum State {
        WAITING,
        TAKEN,
        ABANDONED
    }

    private final Work<T> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch settled = new CountDownLatch(1);
    private @Nullable T answer;
    private @Nullable RuntimeException failure;

    WriteRequest(Work<T> work) {
        this.work = work;
    }

    /** For the writer: whether the caller still wants it. */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** For the writer: runs the work inside the open transaction. */
    void run(Statements sql) throws SQLException {
        failure = null;
        answer = work.run(sql);
    }

    /** For the writer: the work itself failed; the outcome counts once {@link #settle} says so. */
    void fail(RuntimeException e) {
        failure = e;
        answer = null;
    }

    /** For the writer: the outcome is final. */
    void settle() {
        settled.countDown();
    }

    /** For the caller: the answer once it is durable. */
    @SuppressWarnings("NullAway") // the answer is null only when T is nullable
    T await(long limitNanos) {
        boolean interrupted = false;
        try {
            boolean over = false;
            while (true) {
                try {
                    if (over) {
                        settled.await();
                    } else if (!settled.await(limitNanos, TimeUnit.NANOSECONDS)) {
                        if (state.compareAndSet(State.WAITING, State.ABANDONED)) {
                            throw new BusyException("the database is in use");
                        }
                        over = true;
                        continue;
                    }
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (state.compareAndSet(State.WAITING, State.ABANDONED)) {
                        throw new BusyException("the request was interrupted", e);
                    }
                    over = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure != null) {
            throw failure;
        }
        return answer;
    }
}
