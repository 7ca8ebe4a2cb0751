package dev.dossier.scanning;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobCatalog;
import dev.dossier.blobs.BlobContent;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Database;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has contents scanned for viruses that are due. Thread-safe; any number of threads and processes may work at once, and each
 * content falls to one of them.
 *
 * <ol>
 *   <li><b>Claim</b> what is due: what is held first, then what came while nothing was scanned.
 *   <li><b>Scan</b> it. The claim is extended meanwhile; when the worker dies it runs out and another one begins anew.
 *   <li><b>Settle.</b> What is clean is handed out from then on, what is infected is held. What came to no result is repeated,
 *       and held as failed after {@value #ATTEMPTS} attempts. A scanner that does not answer is no attempt: everything waits
 *       until it is back.
 * </ol>
 */
public final class VirusScan {
    private static final int ATTEMPTS = 3;
    private static final int SCHEDULED_AT_ONCE = 1000;
    private static final Duration CLAIM = Duration.ofMinutes(1);
    private static final Duration EXTENSION_PAUSE = Duration.ofSeconds(20);
    private static final Duration REPETITION_PAUSE = Duration.ofSeconds(10);
    private static final Actor ACTOR = Actor.administrator("virus scan");

    /** What one turn came to. */
    public enum Outcome {
        /** Nothing is due. */
        IDLE,
        /** The scanner does not answer; everything waits. */
        UNREACHABLE,
        /** No result this time; it will be repeated. */
        REPEATED,
        /** A content is clean. */
        CLEAN,
        /** A content is infected. */
        INFECTED,
        /** A content cannot be scanned. */
        FAILED
    }

    /**
     * What one turn did.
     *
     * @param outcome what it came to
     * @param finding what was found, or why there was no result; empty for other outcomes
     * @param files the files that are concerned, by identifier; none unless something was found, or it failed for good
     */
    public record Turn(Outcome outcome, String finding, List<String> files) {
        private static final Turn IDLE = new Turn(Outcome.IDLE, "", List.of());
        private static final Turn CLEAN = new Turn(Outcome.CLEAN, "", List.of());

        /** Defensive copy. */
        public Turn {
            files = List.copyOf(files);
        }
    }

    private final Database database;
    private final BlobStore store;
    private final BlobCatalog catalog;
    private final AccessLog log;
    private final InstantSource clock;
    private final @Nullable ScannerConfig config;
    private final ScanRows rows = new ScanRows();
    /** The key up to which everything that came while nothing was scanned is due; null when there is no more of it. */
    private volatile @Nullable String scheduledUpTo = "";

    private volatile @Nullable String problem;
    private volatile boolean reached;

    /**
     * A scan of that store.
     *
     * @param config where the scanner is; null where nothing is scanned
     */
    public VirusScan(
            Database database, Blobs blobs, AccessLog log, InstantSource clock, @Nullable ScannerConfig config) {
        this.database = database;
        this.store = blobs.store();
        this.catalog = blobs.catalog();
        this.log = log;
        this.clock = clock;
        this.config = config;
    }

    /** Whether anything is scanned at all. */
    public boolean isOn() {
        return config != null;
    }

    /** Why the scanner could not be reached when it was last tried; empty when it could. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Scans one content, if one is due.
     *
     * @throws InterruptedException when the thread is interrupted; the content is due again at once
     */
    public Turn turn() throws InterruptedException {
        if (config == null) {
            return Turn.IDLE;
        }
        Optional<ScanRows.Due> due = claim();
        return due.isEmpty() ? idle(config) : scan(due.get(), config);
    }

    private Optional<ScanRows.Due> claim() {
        Instant now = clock.instant();
        if (database.read(sql -> rows.due(sql, now)).isEmpty() && !scheduleUnscanned(now)) {
            return Optional.empty();
        }
        return database.write(sql -> {
            Optional<ScanRows.Due> due = rows.due(sql, now);
            if (due.isPresent()) {
                rows.defer(sql, due.get().key(), now.plus(CLAIM));
            }
            return due;
        });
    }

    /** Makes some of what came while nothing was scanned due, until there is no more; answers whether there was some. */
    private boolean scheduleUnscanned(Instant now) {
        String after = scheduledUpTo;
        if (after == null) {
            return false;
        }
        Optional<String> last = database.write(sql -> rows.scheduleUnscanned(sql, after, SCHEDULED_AT_ONCE, now));
        scheduledUpTo = last.orElse(null);
        return last.isPresent();
    }

    /** With nothing to do, whoever runs the store is told in time when the scanner is not there, or is back. */
    private Turn idle(ScannerConfig scanner) throws InterruptedException {
        if (reached) {
            return Turn.IDLE;
        }
        try {
            await(
                    new FutureTask<>(() -> {
                        new Clamd(scanner.address()).ping();
                        return true;
                    }),
                    scanner.patienceFor(0),
                    () -> {});
            return answered(Turn.IDLE);
        } catch (IOException e) {
            return unreachable(e);
        } catch (TimeoutException e) {
            return unreachable(new IOException("clamd is silent at " + scanner.address(), e));
        }
    }

    private Turn scan(ScanRows.Due due, ScannerConfig scanner) throws InterruptedException {
        BlobKey key = due.key();
        boolean settled = false;
        try {
            Verdict verdict = verdict(due, scanner);
            Turn turn = answered(settle(due, verdict));
            settled = true;
            return turn;
        } catch (ScannerUnreachableException e) {
            return unreachable(e);
        } catch (NoSuchFileException e) {
            database.write(sql -> catalog.quarantine(sql, key)); // due again when its bytes are back
            return new Turn(Outcome.REPEATED, "its bytes are missing", List.of());
        } catch (IOException e) {
            settled = true;
            return settle(due, new Verdict.Failed(String.valueOf(e.getMessage()), false));
        } finally {
            if (!settled) {
                database.write(sql -> {
                    rows.defer(sql, key, clock.instant());
                    return true;
                });
            }
        }
    }

    private Verdict verdict(ScanRows.Due due, ScannerConfig scanner) throws IOException, InterruptedException {
        FutureTask<Verdict> scanning = new FutureTask<>(() -> {
            try (BlobContent content = store.open(due.key())) {
                return new Clamd(scanner.address()).scan(content.stream());
            }
        });
        Duration patience = scanner.patienceFor(due.sizeBytes());
        try {
            return await(scanning, patience, () -> extend(due.key()));
        } catch (TimeoutException e) {
            return new Verdict.Failed("it took longer than " + patience.toSeconds() + " seconds", false);
        }
    }

    private void extend(BlobKey key) {
        database.write(sql -> {
            rows.defer(sql, key, clock.instant().plus(CLAIM));
            return true;
        });
    }

    /** Runs the task in a thread of its own, which is interrupted when its time is over or nobody waits any more. */
    private static <T> T await(FutureTask<T> task, Duration patience, Runnable meanwhile)
            throws IOException, InterruptedException, TimeoutException {
        long beginNanos = System.nanoTime();
        Thread.ofVirtual().name("scan").start(task);
        try {
            while (true) {
                long leftNanos = patience.toNanos() - (System.nanoTime() - beginNanos);
                if (leftNanos <= 0) {
                    throw new TimeoutException("after " + patience);
                }
                try {
                    return task.get(Math.min(leftNanos, EXTENSION_PAUSE.toNanos()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    meanwhile.run();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private Turn settle(ScanRows.Due due, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Clean _ -> {
                settle(due.key(), ScanState.CLEAN, null);
                yield Turn.CLEAN;
            }
            case Verdict.Infected infected ->
                new Turn(
                        Outcome.INFECTED,
                        infected.finding(),
                        settle(due.key(), ScanState.INFECTED, infected.finding()));
            case Verdict.Failed failed
            when failed.lasting() || due.attempts() + 1 >= ATTEMPTS ->
                new Turn(Outcome.FAILED, failed.reason(), settle(due.key(), ScanState.FAILED, failed.reason()));
            case Verdict.Failed failed -> {
                Instant then = clock.instant().plus(REPETITION_PAUSE.multipliedBy(due.attempts() + 1L));
                database.write(sql -> {
                    rows.repeat(sql, due.key(), then);
                    return true;
                });
                yield new Turn(Outcome.REPEATED, failed.reason(), List.of());
            }
        };
    }

    /** Notes a result, and logs it for every file unless it is clean; answers those files. */
    private List<String> settle(BlobKey key, ScanState state, @Nullable String finding) {
        return database.write(sql -> {
            if (!rows.settle(sql, key, state, finding) || finding == null) {
                return List.of();
            }
            List<ScanRows.Use> uses = rows.uses(sql, key);
            Map<String, String> details = Map.of("state", state.toString(), "finding", finding);
            for (ScanRows.Use use : uses) {
                log.add(sql, AccessType.SCAN, use.fileId(), use.session(), ACTOR, clock.instant(), details);
            }
            return uses.stream().map(ScanRows.Use::fileId).toList();
        });
    }

    private Turn answered(Turn turn) {
        problem = null;
        reached = true;
        return turn;
    }

    private Turn unreachable(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        problem = message;
        reached = false;
        return new Turn(Outcome.UNREACHABLE, message, List.of());
    }
}
