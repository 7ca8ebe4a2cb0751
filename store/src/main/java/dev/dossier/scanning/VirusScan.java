package dev.dossier.scanning;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.blobs.BlobCatalog;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Database;
import dev.dossier.database.Work;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 *       and held as failed after {@value #ATTEMPTS} attempts, because a content may be what the scanner dies of. A scanner
 *       that does not answer beforehand is no attempt: everything waits until it is back.
 * </ol>
 */
public final class VirusScan {
    private static final int ATTEMPTS = 3;
    private static final Duration REPETITION_PAUSE = Duration.ofSeconds(10);
    private static final Duration PING_PAUSE = Duration.ofSeconds(30);
    private static final Duration PING_PATIENCE = Duration.ofSeconds(10);
    private static final Actor ACTOR = Actor.administrator("virus scan");

    /** What is looked for. */
    public enum Share {
        /** What somebody waits for, and when there is nothing of that, everything else. */
        EVERYTHING,
        /** Only what somebody waits for. */
        AWAITED
    }

    /** What one turn came to. */
    public enum Outcome {
        /** Nothing is due. */
        IDLE,
        /** The scanner does not answer; everything waits. */
        UNREACHABLE,
        /** No result this time; it will be repeated. */
        REPEATED,
        /** A result that came too late: the content is another worker's by now, or an administrator has passed it. */
        LATE,
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
     * @param detail what was found, or why there was no result, for whoever runs the store; empty for other outcomes
     * @param files the files that are held from now on, by identifier
     */
    public record Turn(Outcome outcome, String detail, List<String> files) {
        private static final Turn IDLE = new Turn(Outcome.IDLE, "", List.of());
        private static final Turn LATE = new Turn(Outcome.LATE, "", List.of());
        private static final Turn CLEAN = new Turn(Outcome.CLEAN, "", List.of());

        /** Defensive copy. */
        public Turn {
            files = List.copyOf(files);
        }
    }

    /** What was last known of the scanner. */
    private record Contact(@Nullable String problem, long nanos) {}

    private final Database database;
    private final BlobStore store;
    private final BlobCatalog catalog;
    private final ScanLog log;
    private final InstantSource clock;
    private final @Nullable ScannerConfig config;
    private final Backlog backlog;
    private final ScanRows rows = new ScanRows();
    private volatile @Nullable Contact contact;

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
        this.log = new ScanLog(database, log);
        this.clock = clock;
        this.config = config;
        this.backlog = new Backlog(database, clock);
    }

    /** Whether anything is scanned at all. */
    public boolean isOn() {
        return config != null;
    }

    /** Why the scanner did not answer when it was last spoken to; empty when it did. */
    public Optional<String> problem() {
        Contact last = contact;
        return last == null ? Optional.empty() : Optional.ofNullable(last.problem());
    }

    /**
     * Scans one content, if one is due.
     *
     * @throws InterruptedException when the thread is interrupted; the content is due again at once
     */
    public Turn turn(Share share) throws InterruptedException {
        if (config == null) {
            return Turn.IDLE;
        }
        boolean awaitedOnly = share == Share.AWAITED;
        if (!isDue(awaitedOnly) && (awaitedOnly || !backlog.schedule())) {
            return isContactFresh() || answers(config) ? Turn.IDLE : unreachable();
        }
        if (!answers(config)) {
            return unreachable();
        }
        Optional<Claim> claim = claim(awaitedOnly, config.claimDuration());
        return claim.isEmpty() ? Turn.IDLE : scan(claim.get(), config);
    }

    private boolean isDue(boolean awaitedOnly) {
        Instant now = clock.instant();
        return database.read(sql -> rows.due(sql, now, awaitedOnly)).isPresent();
    }

    private Optional<Claim> claim(boolean awaitedOnly, Duration duration) {
        Instant now = clock.instant();
        Instant until = now.plus(duration);
        return database.write(sql -> {
            Optional<Claim> due = rows.due(sql, now, awaitedOnly);
            return due.isPresent() && rows.defer(sql, due.get(), until)
                    ? due.map(claim -> claim.extendedTo(until))
                    : Optional.empty();
        });
    }

    /** With nothing to do, whoever runs the store is told in time when the scanner is not there, or is back. */
    private boolean isContactFresh() {
        Contact last = contact;
        return last != null && last.problem() == null && System.nanoTime() - last.nanos() < PING_PAUSE.toNanos();
    }

    private boolean answers(ScannerConfig scanner) throws InterruptedException {
        String problem = null;
        try {
            Patience.of(PING_PATIENCE).run(() -> {
                new Clamd(scanner.address()).ping();
                return true;
            });
        } catch (IOException e) {
            problem = "clamd does not answer at " + scanner.address() + ": " + e.getMessage();
        } catch (TimeoutException e) {
            problem = "clamd is silent at " + scanner.address();
        }
        contact = new Contact(problem, System.nanoTime());
        return problem == null;
    }

    private Turn unreachable() {
        return new Turn(Outcome.UNREACHABLE, problem().orElse(""), List.of());
    }

    private Turn scan(Claim claimed, ScannerConfig scanner) throws InterruptedException {
        RunningClaim claim = new RunningClaim(database, clock, claimed, scanner.claimDuration());
        boolean settled = false;
        try {
            ContentScan.Result result = new ContentScan(store, scanner).run(claim);
            Turn turn = settle(claim.claim(), result);
            settled = true;
            return turn;
        } finally {
            if (!settled) {
                claim.giveBack();
            }
        }
    }

    private Turn settle(Claim claim, ContentScan.Result result) {
        return switch (result) {
            case ContentScan.Result.Scanned scanned -> settle(claim, scanned.verdict());
            case ContentScan.Result.Damaged damaged -> {
                log.write(sql -> {
                    catalog.quarantine(sql, claim.key());
                    return rows.defer(sql, claim, clock.instant()); // due when its bytes are back
                });
                yield new Turn(Outcome.REPEATED, damaged.problem(), List.of());
            }
            case ContentScan.Result.Unreadable unreadable -> {
                Turn turn = settle(claim, new Verdict.Failed("its bytes could not be read", false));
                yield new Turn(
                        turn.outcome(), unreadable.problem(), turn.files()); // may hold a path, so nobody else is told
            }
        };
    }

    private Turn settle(Claim claim, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Clean _ -> log.write(sql -> rows.clean(sql, claim)) ? Turn.CLEAN : Turn.LATE;
            case Verdict.Infected(String finding) -> {
                List<String> held = held(claim, ScanState.INFECTED, finding, sql -> rows.infected(sql, claim, finding));
                yield held.isEmpty() ? Turn.LATE : new Turn(Outcome.INFECTED, finding, held);
            }
            case Verdict.Failed(String reason, boolean lasting)
            when lasting || claim.attempts() + 1 >= ATTEMPTS ->
                new Turn(
                        Outcome.FAILED,
                        reason,
                        held(claim, ScanState.FAILED, reason, sql -> rows.failed(sql, claim, reason)));
            case Verdict.Failed failed -> {
                Instant then = clock.instant().plus(REPETITION_PAUSE.multipliedBy(claim.attempts() + 1L));
                log.write(sql -> {
                    rows.repeat(sql, claim, then);
                    return true;
                });
                yield new Turn(Outcome.REPEATED, failed.reason(), List.of());
            }
        };
    }

    private List<String> held(Claim claim, ScanState state, String finding, Work<Boolean> change) {
        Map<String, String> details = Map.of("state", state.toString(), "finding", finding);
        return log.change(claim.key(), change, ACTOR, clock.instant(), details);
    }
}
