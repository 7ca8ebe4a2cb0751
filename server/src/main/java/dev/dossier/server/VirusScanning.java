package dev.dossier.server;

import dev.dossier.errors.DossierException;
import dev.dossier.scanning.VirusScan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New content is scanned in the background by a few threads. What is found is logged here; a turn that fails is logged, and the
 * next one tries again.
 */
final class VirusScanning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VirusScanning.class);
    private static final int AT_ONCE = 4;
    private static final Duration IDLE_PAUSE = Duration.ofMillis(250);
    private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(2);
    private static final Duration LAST_TURN = Duration.ofSeconds(5);

    private final VirusScan scan;
    private final AtomicBoolean unreachable = new AtomicBoolean();
    private final List<Thread> threads;

    private VirusScanning(VirusScan scan) {
        this.scan = scan;
        this.threads = Stream.generate(
                        () -> Thread.ofVirtual().name("virus-scan").unstarted(this::run))
                .limit(scan.isOn() ? AT_ONCE : 0)
                .toList();
    }

    /** Begins at once, where anything is to be scanned. */
    static VirusScanning start(VirusScan scan) {
        VirusScanning scanning = new VirusScanning(scan);
        scanning.threads.forEach(Thread::start);
        return scanning;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(turn());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One turn; answers how long to wait before the next. */
    private Duration turn() throws InterruptedException {
        try {
            return told(scan.turn());
        } catch (DossierException e) { // busy, full or read-only: what is due stays due
            LOG.warn("A scan for viruses could not be noted: {}", e.getMessage());
            return TROUBLE_PAUSE;
        } catch (RuntimeException e) {
            LOG.error("A scan for viruses failed", e);
            return TROUBLE_PAUSE;
        }
    }

    private Duration told(VirusScan.Turn turn) {
        boolean wasUnreachable = unreachable.getAndSet(turn.outcome() == VirusScan.Outcome.UNREACHABLE);
        if (wasUnreachable && turn.outcome() != VirusScan.Outcome.UNREACHABLE) {
            LOG.info("The virus scanner answers again");
        }
        switch (turn.outcome()) {
            case INFECTED ->
                LOG.warn("The virus scan found {}. Held files: {}", turn.finding(), String.join(", ", turn.files()));
            case FAILED ->
                LOG.warn(
                        "A content could not be scanned for viruses: {}. Held files: {}",
                        turn.finding(),
                        String.join(", ", turn.files()));
            case REPEATED -> LOG.info("A scan for viruses will be repeated: {}", turn.finding());
            case UNREACHABLE -> {
                if (!wasUnreachable) {
                    LOG.error("New files are held until the virus scanner is back: {}", turn.finding());
                }
            }
            case IDLE, CLEAN -> {}
        }
        return switch (turn.outcome()) {
            case IDLE -> IDLE_PAUSE;
            case UNREACHABLE -> TROUBLE_PAUSE;
            default -> Duration.ZERO;
        };
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
