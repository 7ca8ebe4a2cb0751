package dev.dossier.blobs;

import dev.dossier.database.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Removes bytes that no file uses, after a grace period.
 *
 * <p>A blob is condemned in a transaction that looks whether a file uses it; an upload of the same bytes commits in a
 * transaction that looks whether the blob is live. Either the upload comes first and the blob stays, or the condemnation
 * does and the upload brings its own bytes under another key. Only condemned keys lose their bytes, and no key ever comes
 * back, so removal needs no lock and may be repeated after a crash.
 */
public final class Sweeper {
    private static final int BATCH = 500;

    /**
     * What a sweep removed.
     *
     * @param temporaryFiles arrivals that were never finished
     * @param blobs contents that no file used any more
     * @param orphans bytes that the database never knew
     */
    public record Swept(int temporaryFiles, int blobs, int orphans) {}

    private final Database database;
    private final BlobStore store;
    private final Staging staging;
    private final BlobCatalog catalog;
    private final InstantSource clock;
    private final Duration graceDuration;
    private final Originals originals;

    /**
     * Bytes that stand elsewhere under a blob's content and go with it.
     */
    @FunctionalInterface
    public interface Originals {
        /** Removes them, if there are any. */
        void remove(BlobKey key) throws IOException;
    }

    /** A sweeper of that store and its staging area. */
    public Sweeper(Database database, Blobs blobs, InstantSource clock, Duration graceDuration, Originals originals) {
        this.database = database;
        this.store = blobs.store();
        this.staging = blobs.staging();
        this.catalog = blobs.catalog();
        this.clock = clock;
        this.graceDuration = graceDuration;
        this.originals = originals;
    }

    /** One round. It may run while files are added and removed, and in several processes. */
    public Swept sweep() {
        Instant limit = clock.instant().minus(graceDuration);
        try {
            return new Swept(staging.removeOlderThan(limit), removeCondemned(limit), removeOrphans(limit));
        } catch (IOException e) {
            throw Staging.translate(e);
        }
    }

    private int removeCondemned(Instant limit) throws IOException {
        database.write(sql -> catalog.condemnReleasedBefore(sql, limit));
        int removed = 0;
        while (true) {
            List<BlobKey> keys = database.read(sql -> catalog.condemned(sql, BATCH));
            if (keys.isEmpty()) {
                return removed;
            }
            for (BlobKey key : keys) {
                originals.remove(key);
                store.remove(key);
            }
            database.write(sql -> {
                for (BlobKey key : keys) {
                    catalog.forget(sql, key);
                }
                return keys.size();
            });
            removed += keys.size();
        }
    }

    private int removeOrphans(Instant limit) throws IOException {
        int removed = 0;
        for (BlobKey key : store.writtenBefore(limit)) {
            if (!database.read(sql -> catalog.knows(sql, key))) {
                store.remove(key);
                removed++;
            }
        }
        return removed;
    }
}
