package dev.dossier.blobs;

import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.StorageException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings arrived bytes and the rows that use them together, so that neither is ever acknowledged without the other.
 * Thread-safe.
 *
 * <ol>
 *   <li><b>Place.</b> Unless the content has a live blob, the bytes move to a fresh key and the move is made durable.
 *   <li><b>Commit.</b> One transaction looks again for a live blob, adds the placed one when there is none, and does the
 *       caller's work: file rows, log, queue. Only when it is durable is anybody told.
 *   <li><b>Tidy.</b> Bytes that were placed and are not needed (another upload of the same content was faster, or the work
 *       was refused) are removed.
 * </ol>
 *
 * <p>A blob can be condemned between the two looks. The transaction then finds neither a live blob nor placed bytes; it is
 * given up, the bytes, which are still in their temporary file, are placed, and it runs again.
 *
 * <table>
 *   <caption>What a crash leaves behind</caption>
 *   <tr><th>crash</th><th>state on disk</th><th>who puts it right</th></tr>
 *   <tr><td>while bytes arrive</td><td>a temporary file</td><td>{@link Sweeper}, after the grace period</td></tr>
 *   <tr><td>after placing, before the commit</td><td>bytes under a key that the database does not know</td>
 *       <td>{@link Sweeper}, after the grace period</td></tr>
 *   <tr><td>after the commit, before the answer</td><td>a whole file that nobody was told of</td>
 *       <td>nobody needs to: it is listed</td></tr>
 *   <tr><td>after the commit, before tidying</td><td>bytes under a key that the database does not know</td>
 *       <td>{@link Sweeper}, after the grace period</td></tr>
 * </table>
 */
public final class BlobIntake {
    /**
     * What is committed together with the blobs.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; the uses are in the order of the contents. */
        T run(Statements sql, List<BlobUse> uses) throws SQLException;
    }

    private static final class BlobVanishedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Arrival {
        private final StagedContent content;
        private @Nullable BlobKey placed;
        private boolean used;

        Arrival(StagedContent content) {
            this.content = content;
        }
    }

    private final Database database;
    private final BlobStore store;
    private final BlobCatalog catalog;
    private final InstantSource clock;

    /** An intake into that store. */
    public BlobIntake(Database database, BlobStore store, BlobCatalog catalog, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Commits the work with blobs for all contents, or nothing of it. The contents are still the caller's to close. */
    public <T> T commit(List<StagedContent> contents, Work<T> work) {
        List<Arrival> arrivals = contents.stream().map(Arrival::new).toList();
        boolean mayBeCommitted = false;
        try {
            arrivals.forEach(this::placeUnlessKnown);
            return commitPlaced(arrivals, work);
        } catch (StorageException e) {
            mayBeCommitted = true; // the outcome of a failed commit is not certain: leave the bytes to the sweeper
            throw e;
        } finally {
            if (!mayBeCommitted) {
                arrivals.forEach(this::tidy);
            }
        }
    }

    private <T> T commitPlaced(List<Arrival> arrivals, Work<T> work) {
        while (true) {
            try {
                return database.write(sql -> {
                    List<BlobUse> uses = new ArrayList<>(arrivals.size());
                    for (Arrival arrival : arrivals) {
                        uses.add(use(sql, arrival));
                    }
                    T answer = work.run(sql, uses);
                    for (int i = 0; i < uses.size(); i++) {
                        arrivals.get(i).used = uses.get(i).key().equals(arrivals.get(i).placed);
                    }
                    return answer;
                });
            } catch (BlobVanishedException e) {
                arrivals.stream().filter(arrival -> arrival.placed == null).forEach(this::place);
            }
        }
    }

    private BlobUse use(Statements sql, Arrival arrival) throws SQLException {
        StagedContent content = arrival.content;
        Optional<BlobKey> live = catalog.live(sql, content.sha256());
        if (live.isPresent()) {
            catalog.hold(sql, live.get());
            return new BlobUse(live.get(), content, true);
        }
        if (arrival.placed == null) {
            throw new BlobVanishedException();
        }
        catalog.add(sql, arrival.placed, content.sizeBytes(), clock.instant());
        return new BlobUse(arrival.placed, content, false);
    }

    private void placeUnlessKnown(Arrival arrival) {
        String sha256 = arrival.content.sha256();
        if (database.read(sql -> catalog.live(sql, sha256)).isEmpty()) {
            place(arrival);
        }
    }

    private void place(Arrival arrival) {
        BlobKey key = BlobKey.fresh(arrival.content.sha256());
        try {
            store.place(arrival.content.temporary(), key);
        } catch (IOException e) {
            throw Staging.translate(e);
        }
        arrival.placed = key;
    }

    private void tidy(Arrival arrival) {
        if (arrival.placed != null && !arrival.used) {
            try {
                store.remove(arrival.placed);
            } catch (IOException e) {
                throw Staging.translate(e);
            }
        }
    }
}
