package dev.dossier.server;

import dev.dossier.Maintenance;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done beside the requests, round after round: purging what is due, forgetting what is old, sweeping what nobody
 * uses. Any number of nodes may do it at the same time. A task that fails is logged, keeps no other one from its work, and is
 * tried again in the next round.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration LAST_ROUND = Duration.ofSeconds(10);

    private final Maintenance maintenance;
    private final CountDownLatch stop = new CountDownLatch(1);
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
            do {
                round();
            } while (!stop.await(PAUSE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        attempt("resume erasures", maintenance::resumeErasures);
        attempt("purge what is due", maintenance::purgeDue);
        attempt("forget what is old", maintenance::forgetOld);
        attempt("sweep", maintenance::sweep);
    }

    private static void attempt(String name, Supplier<Object> task) {
        try {
            LOG.debug("Housekeeping: {}: {}", name, task.get());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("Housekeeping failed to {}", name, e);
        }
    }

    /** Waits for the round under way, if there is one, and lets no other begin. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(LAST_ROUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
