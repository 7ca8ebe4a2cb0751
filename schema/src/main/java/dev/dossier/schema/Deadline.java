package dev.dossier.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The moment until which a busy database is tried again, with pauses of 1 to 10 ms; after a lost connection twice, of 100 ms. Not thread-safe. */
final class Deadline {
    private static final int CONNECTIONS = 3;

    /** Something that a busy database may refuse for now. */
    interface Attempt<T> {
        T run() throws SQLException;
    }

    private long start = System.nanoTime();
    private final Duration timeout;

    Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    /** Begins anew, after progress. */
    void restart() {
        start = System.nanoTime();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Repeats the attempt until it does not fail with what {@linkplain Failure#mayPass may pass} or the time is up. */
    <T> T retry(Dialect dialect, Attempt<T> attempt) throws SQLException {
        return retry(dialect, CONNECTIONS, attempt);
    }

    /** The same for an attempt on one connection: when that is lost, nothing more is tried on it. */
    <T> T retryWhileConnected(Dialect dialect, Attempt<T> attempt) throws SQLException {
        return retry(dialect, 1, attempt);
    }

    private <T> T retry(Dialect dialect, int connections, Attempt<T> attempt) throws SQLException {
        int lost = 0;
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                Failure failure = dialect.classify(e);
                lost += failure == Failure.CONNECTION_LOST ? 1 : 0;
                if (!failure.mayPass() || lost >= connections || !pause(failure)) {
                    throw e;
                }
            }
        }
    }

    /** Waits a little; false when the time is up or the thread was interrupted. */
    private boolean pause(Failure failure) {
        if (elapsed().compareTo(timeout) >= 0) {
            return false;
        }
        try {
            Thread.sleep(
                    failure == Failure.CONNECTION_LOST
                            ? 100
                            : ThreadLocalRandom.current().nextLong(1, 11));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
