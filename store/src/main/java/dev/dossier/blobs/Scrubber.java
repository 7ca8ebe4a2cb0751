package dev.dossier.blobs;

import dev.dossier.database.Database;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads all stored bytes again, slowly, round after round, and quarantines what is missing or wrong. It removes nothing, and
 * what was quarantined and is whole again is served again. Thread-safe; any number of processes may scrub one store, and one
 * of them works.
 *
 * <ol>
 *   <li><b>Lease</b> the row of the progress. Who holds it and dies loses it when it runs out.
 *   <li><b>Begin</b> a round when the last one is complete and its interval is over.
 *   <li><b>Read</b> blob after blob, by key, no faster than the pace allows, and note what is damaged at once.
 *   <li><b>Save</b> the key every few seconds; the next turn, here or in another process, goes on after it. A large blob that
 *       was not read to its end is read anew.
 * </ol>
 */
public final class Scrubber {
    private static final int PAGE = 100;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration SAVE_PAUSE = Duration.ofSeconds(5);

    /** Opening a file costs about as much as reading this. */
    private static final long LEAST_BYTES = 4096;

    /**
     * What one turn did.
     *
     * @param damaged what was found missing or wrong, and was sound before
     * @param nextDuration how long there is nothing to do; zero while the round goes on
     */
    public record Turn(List<ContentCheck.Finding> damaged, Duration nextDuration) {
        /** Defensive copy. */
        public Turn {
            damaged = List.copyOf(damaged);
        }
    }

    private final Database database;
    private final BlobCatalog catalog = new BlobCatalog();
    private final ScrubRows rows = new ScrubRows();
    private final BlobProbe probe;
    private final InstantSource clock;
    private final ScrubPace pace;
    private final String worker = UUID.randomUUID().toString();

    /** A scrubber of that store. */
    public Scrubber(Database database, BlobStore store, InstantSource clock, ScrubPace pace) {
        this.database = database;
        this.probe = new BlobProbe(store);
        this.clock = clock;
        this.pace = pace;
    }

    /** How far the scrub has come, in whichever process. */
    public ScrubProgress progress() {
        return database.read(rows::find);
    }

    /**
     * Works for about that long, or until the round is complete.
     *
     * @throws InterruptedException when the thread is interrupted while it keeps the pace; what was read is saved
     */
    public Turn turn(Duration longest) throws InterruptedException {
        Duration wait = pace.isOff() ? pace.intervalDuration() : claim();
        if (!wait.isZero()) {
            return new Turn(List.of(), wait);
        }
        Progress progress = new Progress(progress().afterKey(), longest);
        try {
            boolean complete = progress.run();
            return new Turn(progress.damaged, complete ? untilNextRound() : Duration.ZERO);
        } finally {
            database.write(sql -> {
                rows.release(sql, worker);
                return true;
            });
        }
    }

    /** Takes the lease and begins a round when one is due; answers how long there is nothing to do. */
    private Duration claim() {
        return database.write(sql -> {
            Instant now = clock.instant();
            if (!rows.lease(sql, worker, now, LEASE)) {
                return LEASE;
            }
            ScrubProgress last = rows.find(sql);
            if (last.isUnderWay()) {
                return Duration.ZERO;
            }
            Duration wait = wait(last, now);
            if (wait.isZero()) {
                rows.begin(sql, worker, now);
            } else {
                rows.release(sql, worker);
            }
            return wait;
        });
    }

    private Duration untilNextRound() {
        return wait(progress(), clock.instant());
    }

    private Duration wait(ScrubProgress last, Instant now) {
        Instant start = last.startedAt();
        if (start == null || !start.plus(pace.intervalDuration()).isAfter(now)) {
            return Duration.ZERO;
        }
        if (start.isAfter(now.plus(LEASE))) {
            return Duration.ZERO; // the clock was set back meanwhile
        }
        return Duration.between(now, start.plus(pace.intervalDuration()));
    }

    /** One turn on its way. */
    private final class Progress {
        private final long beginNanos = System.nanoTime();
        private final long longestNanos;
        private final List<ContentCheck.Finding> damaged = new ArrayList<>();
        private String after;
        private long paidBytes;
        private long blobs;
        private long bytes;
        private long found;
        private long savedNanos = beginNanos;

        Progress(String after, Duration longest) {
            this.after = after;
            this.longestNanos = longest.toNanos();
        }

        /** Reads on; answers whether the round is complete. */
        boolean run() throws InterruptedException {
            try {
                while (System.nanoTime() - beginNanos < longestNanos) {
                    List<Blob> page = database.read(sql -> catalog.page(sql, after, PAGE));
                    if (page.isEmpty()) {
                        return complete();
                    }
                    for (Blob blob : page) {
                        check(blob);
                        if (!savedInTime() || System.nanoTime() - beginNanos >= longestNanos) {
                            return false;
                        }
                    }
                }
                return false;
            } catch (LeaseLostException e) {
                return false;
            } catch (StoppedException e) {
                throw (InterruptedException) new InterruptedException("the scrub was stopped").initCause(e);
            } finally {
                save();
            }
        }

        private void check(Blob blob) {
            pay(LEAST_BYTES);
            Optional<String> problem = read(blob);
            if (problem.isPresent()) {
                note(blob, problem.get());
            } else if (blob.quarantined()) {
                database.write(sql -> catalog.reinstate(sql, blob.key()));
            }
            after = blob.key().value();
            blobs++;
            bytes += blob.sizeBytes();
        }

        private Optional<String> read(Blob blob) {
            try {
                return probe.read(blob, this::pay);
            } catch (UncheckedIOException e) {
                Thread.interrupted(); // what was read is still to be saved
                throw new StoppedException(e);
            }
        }

        private void note(Blob blob, String problem) {
            List<String> files = database.write(sql -> {
                boolean sound = catalog.quarantine(sql, blob.key());
                return sound ? catalog.files(sql, blob.key()) : List.<String>of();
            });
            boolean stillThere = database.read(sql -> catalog.isUsable(sql, blob.key()));
            found += stillThere ? 1 : 0;
            if (stillThere && !blob.quarantined()) {
                damaged.add(new ContentCheck.Finding(blob.key(), ContentCheck.State.DAMAGED, problem, files));
            }
        }

        /** Waits until the pace allows that many bytes more, and keeps the lease meanwhile. */
        private void pay(long count) {
            paidBytes += count;
            double seconds = (double) paidBytes / pace.bytesPerSecond();
            long earlyNanos = (long) (seconds * 1e9) - (System.nanoTime() - beginNanos);
            if (earlyNanos > 1_000_000) {
                try {
                    Thread.sleep(Duration.ofNanos(earlyNanos));
                } catch (InterruptedException e) {
                    throw new StoppedException(e);
                }
            }
            if (!savedInTime()) {
                throw new LeaseLostException();
            }
        }

        private boolean savedInTime() {
            return System.nanoTime() - savedNanos < SAVE_PAUSE.toNanos() || save();
        }

        private boolean save() {
            long newBlobs = blobs;
            long newBytes = bytes;
            long newFound = found;
            boolean ours = database.write(sql -> rows.save(
                    sql,
                    worker,
                    after,
                    newBlobs,
                    newBytes,
                    newFound,
                    clock.instant().plus(LEASE)));
            blobs = 0;
            bytes = 0;
            found = 0;
            savedNanos = System.nanoTime();
            return ours;
        }

        private boolean complete() {
            save();
            database.write(sql -> {
                rows.complete(sql, worker, clock.instant());
                return true;
            });
            return true;
        }
    }

    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException(Exception cause) {
            super(cause);
        }
    }

    private static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
