package dev.dossier;

import dev.dossier.database.Database;
import dev.dossier.errors.DossierException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database is whole. Each check reads the database through, so the next one waits a hundred times as long as
 * the last one took, and at least a second: asking often costs at most one percent of the time. Thread-safe.
 */
final class HealthCheck {
    private static final long SHORTEST_PAUSE_NANOS = 1_000_000_000L;
    private static final int PAUSE_FACTOR = 100;

    private final Database database;
    private @Nullable String problem;
    private long nextCheckNanos = System.nanoTime();

    HealthCheck(Database database) {
        this.database = database;
    }

    /** What is wrong with the database; null where nothing is. */
    synchronized @Nullable String problem() {
        long start = System.nanoTime();
        if (start - nextCheckNanos >= 0) {
            problem = check();
            long end = System.nanoTime();
            nextCheckNanos = end + Math.max(SHORTEST_PAUSE_NANOS, PAUSE_FACTOR * (end - start));
        }
        return problem;
    }

    /** Number of files whose bytes are missing or damaged. */
    long quarantinedFiles() {
        return database.read(sql -> sql.one(
                "SELECT (SELECT COUNT(*) FROM conversation_files WHERE blob_key IS NULL) + (SELECT COUNT(*) FROM blobs b"
                        + " JOIN conversation_files f ON f.blob_key = b.blob_key WHERE b.state = 'quarantined') AS n",
                row -> row.number("n")));
    }

    private @Nullable String check() {
        try {
            Optional<String> finding =
                    database.read(sql -> sql.first("PRAGMA quick_check(1)", row -> row.text("quick_check")));
            return finding.filter(text -> !text.equals("ok")).orElse(null);
        } catch (DossierException e) {
            return e.getMessage();
        }
    }
}
