package dev.dossier.blobs;

import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.StorageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * given up, the bytes, which are still in their temporary file, are placed, and it runs again. The same goes for bytes that
 * were placed: when this process stands still for longer than the grace period, the sweeper of another one takes them for
 * left over. The transaction therefore looks for a condemned row and for the bytes themselves. As long as it holds the
 * database's write lock nobody can condemn them, so what it finds there is still there when it commits. What was condemned
 * and is not yet removed is taken away to a fresh key.
 *
 * <p>A live blob whose bytes are missing, or have another length, is not shared: it is quarantined, the arrival becomes the
 * live blob of the content, and the files of the broken one use it too.
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

    private static final int TRIES = 10;

    private static final class BlobVanishedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Arrival {
        private final StagedContent content;
        private @Nullable BlobKey placed;
        private boolean used;
        private boolean vanished;
        private @Nullable BlobKey broken;

        Arrival(StagedContent content) {
            this.content = content;
        }
    }

    private final Database database;
    private final BlobStore store;
    private final BlobCatalog catalog;
    private final InstantSource clock;
    private final boolean holding;
    private final Set<BlobKey> underWay = ConcurrentHashMap.newKeySet();

    /**
     * An intake into that store.
     *
     * @param holding whether new content is held until it has been scanned
     */
    public BlobIntake(Database database, BlobStore store, BlobCatalog catalog, InstantSource clock, boolean holding) {
        this.database = database;
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
        this.holding = holding;
    }

    /** Commits the work with blobs for all contents, or nothing of it. The contents are still the caller's to close. */
    public <T> T commit(List<StagedContent> contents, Work<T> work) {
        List<Arrival> arrivals = contents.stream().map(Arrival::new).toList();
        boolean mayBeCommitted = false;
        boolean kept = false;
        contents.forEach(content -> content.allowance().settling());
        try {
            arrivals.forEach(this::placeUnlessKnown);
            T answer = commitPlaced(arrivals, work);
            kept = true;
            return answer;
        } catch (StorageException e) {
            mayBeCommitted = true; // the outcome of a failed commit is not certain: leave the bytes to the sweeper
            throw e;
        } finally {
            if (!mayBeCommitted) {
                arrivals.forEach(this::tidy);
            }
            arrivals.forEach(this::forget);
            for (StagedContent content : contents) {
                content.allowance().settled(kept);
            }
        }
    }

    /** Whether bytes were placed under the key by this process and are about to be committed. */
    boolean isUnderWay(BlobKey key) {
        return underWay.contains(key);
    }

    private void forget(Arrival arrival) {
        if (arrival.placed != null) {
            underWay.remove(arrival.placed);
        }
    }

    private <T> T commitPlaced(List<Arrival> arrivals, Work<T> work) {
        for (int tries = 0; ; tries++) {
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
                if (tries == TRIES) {
                    throw new BusyException("the bytes were swept while they waited for the database", e);
                }
                arrivals.stream().filter(arrival -> arrival.vanished).forEach(this::placeAgain);
            }
        }
    }

    private BlobUse use(Statements sql, Arrival arrival) throws SQLException {
        StagedContent content = arrival.content;
        Optional<BlobKey> live = catalog.live(sql, content.sha256());
        if (live.isPresent() && !live.get().equals(arrival.broken)) {
            catalog.hold(sql, live.get());
            return new BlobUse(live.get(), content, true, catalog.scanState(sql, live.get()));
        }
        if (arrival.placed == null || !isSafe(sql, arrival.placed)) {
            arrival.vanished = true;
            throw new BlobVanishedException();
        }
        if (live.isPresent()) {
            catalog.quarantine(sql, live.get());
        }
        catalog.add(sql, arrival.placed, content.sizeBytes(), holding, clock.instant());
        for (BlobKey broken : catalog.quarantined(sql, content.sha256())) {
            catalog.moveToTwin(sql, broken, clock.instant());
        }
        return new BlobUse(arrival.placed, content, false, catalog.scanState(sql, arrival.placed));
    }

    /** Whether the bytes stand where they were placed and nobody has condemned them. */
    private boolean isSafe(Statements sql, BlobKey placed) throws SQLException {
        try {
            return !catalog.knows(sql, placed) && store.sizeBytes(placed).isPresent();
        } catch (IOException e) {
            throw Staging.translate(e);
        }
    }

    private void placeUnlessKnown(Arrival arrival) {
        String sha256 = arrival.content.sha256();
        Optional<BlobKey> live = database.read(sql -> catalog.live(sql, sha256));
        if (live.isEmpty()) {
            place(arrival);
        } else if (!store.holds(live.get(), arrival.content.temporary())) {
            arrival.broken = live.get();
            place(arrival);
        }
    }

    private void place(Arrival arrival) {
        BlobKey key = BlobKey.fresh(arrival.content.sha256());
        underWay.add(key);
        try {
            store.place(arrival.content.temporary(), key);
            arrival.placed = key;
        } catch (IOException e) {
            throw Staging.translate(e);
        } finally {
            if (arrival.placed == null) {
                underWay.remove(key);
            }
        }
    }

    private void placeAgain(Arrival arrival) {
        arrival.vanished = false;
        BlobKey old = arrival.placed;
        if (old == null) {
            place(arrival);
            return;
        }
        BlobKey key = BlobKey.fresh(arrival.content.sha256());
        underWay.add(key);
        try {
            store.move(old, key);
            arrival.placed = key;
        } catch (NoSuchFileException e) {
            throw new BusyException("the bytes were swept while they waited for the database", e);
        } catch (IOException e) {
            throw Staging.translate(e);
        } finally {
            underWay.remove(key.equals(arrival.placed) ? old : key);
        }
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
