package dev.dossier.scanning;

import dev.dossier.blobs.BlobKey;
import dev.dossier.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What came while nothing was scanned, here or by a node that scans nothing: it is made due page by page, and looked for again
 * every hour. Thread-safe.
 */
final class Backlog {
    private static final int PAGE = 1000;
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final ScanRows rows = new ScanRows();
    private String after = "";
    private long nextRoundNanos = System.nanoTime();

    Backlog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Looks through pages until there is something to make due; answers whether there was. */
    synchronized boolean schedule() {
        if (after.isEmpty() && System.nanoTime() - nextRoundNanos < 0) {
            return false;
        }
        while (true) {
            Optional<String> last = database.read(sql -> rows.endOfPage(sql, after, PAGE));
            if (last.isEmpty()) {
                after = "";
                nextRoundNanos = System.nanoTime() + PAUSE.toNanos();
                return false;
            }
            List<BlobKey> found = database.read(sql -> rows.neverScanned(sql, after, last.get()));
            if (!found.isEmpty()) {
                database.write(sql -> {
                    for (BlobKey key : found) {
                        rows.schedule(sql, key, clock.instant());
                    }
                    return true;
                });
            }
            after = last.get();
            if (!found.isEmpty()) {
                return true;
            }
        }
    }
}
