package dev.dossier.blobs;

import dev.dossier.database.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Removes bytes that no file uses, after a grace period. Any number of processes may sweep one store while others upload.
 *
 * <p>Nothing loses its bytes before the database says so: a blob that no file uses is condemned, and bytes that the database
 * does not know get a condemned row first. Both happen in a transaction, and so does the commit of an upload, which looks at
 * the same rows. Whichever comes first decides:
 *
 * <table>
 *   <caption>An upload and a sweep of the same bytes</caption>
 *   <tr><th>first</th><th>then</th></tr>
 *   <tr><td>the upload shares a released blob</td><td>the sweep finds it used and passes over it</td></tr>
 *   <tr><td>the sweep condemns the blob</td><td>the upload brings its own bytes, under another key</td></tr>
 *   <tr><td>the upload commits the bytes it placed</td><td>the sweep finds them known and passes over them</td></tr>
 *   <tr><td>the sweep condemns the bytes that were placed</td>
 *       <td>the upload takes them away to another key, or, when they are gone already, answers "busy"</td></tr>
 * </table>
 */
public final class Sweeper {
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
    private final BlobIntake intake;
    private final Disposal disposal;
    private final InstantSource clock;
    private final Duration graceDuration;

    /** A sweeper of that store and its staging area. */
    public Sweeper(Database database, Blobs blobs, Disposal disposal, InstantSource clock, Duration graceDuration) {
        this.database = database;
        this.store = blobs.store();
        this.staging = blobs.staging();
        this.catalog = blobs.catalog();
        this.intake = blobs.intake();
        this.disposal = disposal;
        this.clock = clock;
        this.graceDuration = graceDuration;
    }

    /** One round. It may run while files are added and removed, and in several processes. */
    public Swept sweep() {
        Instant limit = clock.instant().minus(graceDuration);
        try {
            int temporaryFiles = staging.removeAbandoned(limit);
            database.write(sql -> catalog.condemnReleasedUntil(sql, limit));
            int blobs = disposal.all();
            return new Swept(temporaryFiles, blobs, removeOrphans(limit));
        } catch (IOException e) {
            throw Staging.translate(e);
        }
    }

    private int removeOrphans(Instant limit) throws IOException {
        AtomicInteger removed = new AtomicInteger();
        store.eachWrittenBefore(limit, keys -> {
            Set<BlobKey> known = database.read(sql -> catalog.known(sql, keys.getFirst(), keys.getLast()));
            for (BlobKey key : keys) {
                // the first look costs no write; the second one decides
                if (!known.contains(key)
                        && !intake.isUnderWay(key)
                        && database.write(sql -> catalog.condemnUnknown(sql, key, clock.instant()))) {
                    disposal.remove(List.of(key));
                    removed.incrementAndGet();
                }
            }
        });
        return removed.get();
    }
}
