package dev.dossier.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The moment until which a busy database is tried again, with pauses of 1 to 10 ms. */
final class Deadline {
    /** Something that a busy database may refuse for now. */
    interface Attempt<T> {
        T run() throws SQLException;
    }

    private final long start = System.nanoTime();
    private final Duration timeout;

    Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Repeats the attempt until it does not fail with {@link Failure#BUSY} or the time is up. */
    <T> T retry(Dialect dialect, Attempt<T> attempt) throws SQLException {
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (dialect.classify(e) != Failure.BUSY || !pause()) {
                    throw e;
                }
            }
        }
    }

    /** Waits a little; false when the time is up or the thread was interrupted. */
    private boolean pause() {
        if (elapsed().compareTo(timeout) >= 0) {
            return false;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 11));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
