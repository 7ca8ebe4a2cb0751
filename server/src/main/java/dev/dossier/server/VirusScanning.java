package dev.dossier.server;

import dev.dossier.errors.DossierException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.scanning.VirusScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New content is scanned in the background by a few threads, of which one also scans what nobody waits for. What is found is
 * logged here; a turn that fails is logged, and the next one tries again.
 */
final class VirusScanning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VirusScanning.class);
    private static final int AT_ONCE = 4;
    private static final int NAMED_FILES = 20;
    private static final Duration IDLE_PAUSE = Duration.ofMillis(250);
    private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(2);
    private static final Duration READ_ONLY_PAUSE = Duration.ofMinutes(10);
    private static final Duration LAST_TURN = Duration.ofSeconds(5);

    private final VirusScan scan;
    private final AtomicBoolean unreachable = new AtomicBoolean();
    private final AtomicBoolean unnoted = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private VirusScanning(VirusScan scan) {
        this.scan = scan;
        for (int i = 0; scan.isOn() && i < AT_ONCE; i++) {
            VirusScan.Share share = i == 0 ? VirusScan.Share.EVERYTHING : VirusScan.Share.AWAITED;
            threads.add(Thread.ofVirtual().name("virus-scan").unstarted(() -> run(share)));
        }
    }

    /** Begins at once, where anything is to be scanned. */
    static VirusScanning start(VirusScan scan) {
        VirusScanning scanning = new VirusScanning(scan);
        scanning.threads.forEach(Thread::start);
        return scanning;
    }

    private void run(VirusScan.Share share) {
        try {
            while (true) {
                Thread.sleep(turn(share));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One turn; answers how long to wait before the next. */
    private Duration turn(VirusScan.Share share) throws InterruptedException {
        try {
            VirusScan.Turn turn = scan.turn(share);
            unnoted.set(false);
            tell(turn);
            return switch (turn.outcome()) {
                case IDLE -> IDLE_PAUSE;
                case UNREACHABLE -> TROUBLE_PAUSE;
                default -> Duration.ZERO;
            };
        } catch (ReadOnlyException e) {
            return READ_ONLY_PAUSE; // what is found could not be noted
        } catch (DossierException e) { // busy or full: what is due stays due
            if (!unnoted.getAndSet(true)) {
                LOG.warn("New files are held on, because no scan can be noted: {}", e.getMessage());
            }
            return TROUBLE_PAUSE;
        } catch (RuntimeException e) {
            LOG.error("A scan for viruses failed", e);
            return TROUBLE_PAUSE;
        }
    }

    private void tell(VirusScan.Turn turn) {
        boolean missing = turn.outcome() == VirusScan.Outcome.UNREACHABLE;
        boolean wasMissing = unreachable.getAndSet(missing);
        if (missing && !wasMissing) {
            LOG.error("New files are held until the virus scanner is back: {}", turn.detail());
        } else if (wasMissing && !missing) {
            LOG.info("The virus scanner answers again");
        }
        switch (turn.outcome()) {
            case INFECTED -> LOG.warn("The virus scan found {}. Held files: {}", turn.detail(), named(turn.files()));
            case FAILED ->
                LOG.warn(
                        "A content could not be scanned for viruses: {}. Held files: {}",
                        turn.detail(),
                        named(turn.files()));
            case REPEATED -> LOG.info("A scan for viruses will be repeated: {}", turn.detail());
            case IDLE, LATE, CLEAN, UNREACHABLE -> {}
        }
    }

    private static String named(List<String> files) {
        String some = String.join(", ", files.subList(0, Math.min(NAMED_FILES, files.size())));
        if (files.isEmpty()) {
            return "none, it was handed out before";
        }
        return files.size() <= NAMED_FILES ? some : some + " and " + (files.size() - NAMED_FILES) + " more";
    }

    /** Stops; what was being scanned is scanned anew. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(LAST_TURN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
