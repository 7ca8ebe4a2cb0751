package dev.dossier.server;

import dev.dossier.Maintenance;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done beside the requests, round after round: purging what is due, forgetting what is old, sweeping what nobody
 * uses. Any number of nodes may do it at the same time. A round that fails is logged, and the next one tries again.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final Maintenance maintenance;
    private final Thread thread;

    private Housekeeping(Maintenance maintenance) {
        this.maintenance = maintenance;
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    /** Begins with a first round at once. */
    static Housekeeping start(Maintenance maintenance) {
        Housekeeping housekeeping = new Housekeeping(maintenance);
        housekeeping.thread.start();
        return housekeeping;
    }

    private void run() {
        try {
            while (true) {
                round();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debug("Housekeeping ends");
        }
    }

    private void round() {
        try {
            int purged = maintenance.purgeDue();
            int forgotten = maintenance.forgetOld();
            LOG.debug("Purged {} files, forgot {} rows, swept {}", purged, forgotten, maintenance.sweep());
        } catch (RuntimeException e) {
            LOG.error("A round of housekeeping failed", e);
        }
    }

    /** Ends after the round under way. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
