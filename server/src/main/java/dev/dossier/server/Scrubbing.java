package dev.dossier.server;

import dev.dossier.Maintenance;
import dev.dossier.blobs.ContentCheck;
import dev.dossier.blobs.Scrubber;
import dev.dossier.errors.ReadOnlyException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored bytes are read again in the background, turn after turn. What is found damaged is logged here, with the files it
 * belongs to; a turn that fails is logged, and the next one tries again.
 */
final class Scrubbing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubbing.class);
    private static final Duration TURN = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LAST_TURN = Duration.ofSeconds(10);

    private final Maintenance maintenance;
    private final Thread thread;

    private Scrubbing(Maintenance maintenance) {
        this.maintenance = maintenance;
        this.thread = Thread.ofVirtual().name("scrub").unstarted(this::run);
    }

    /** Begins, or goes on, at once. */
    static Scrubbing start(Maintenance maintenance) {
        Scrubbing scrubbing = new Scrubbing(maintenance);
        scrubbing.thread.start();
        return scrubbing;
    }

    private void run() {
        try {
            while (true) {
                Duration pause = turn();
                Thread.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration turn() throws InterruptedException {
        try {
            Scrubber.Turn turn = maintenance.scrub(TURN);
            turn.damaged().forEach(Scrubbing::log);
            return turn.nextDuration();
        } catch (ReadOnlyException e) {
            return LONGEST_PAUSE; // what is found could not be noted
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the server is stopping");
            }
            LOG.error("A turn of the scrub failed", e);
            return LONGEST_PAUSE;
        }
    }

    private static void log(ContentCheck.Finding damage) {
        LOG.error(
                "Quarantined blob {}: it {}. Files: {}. Put its bytes back from a backup and run \"dossier doctor --fix\"",
                damage.key(),
                damage.problem(),
                String.join(", ", damage.files()));
    }

    /** Stops; what was read is not read again. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LAST_TURN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
