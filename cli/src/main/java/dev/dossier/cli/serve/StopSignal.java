package dev.dossier.cli.serve;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C, turned into an orderly end with exit code 0.
 *
 * <p>The JVM answers these signals by running its shutdown hooks, and would then end with 128 and the signal's number. Our
 * hook wakes the thread that serves, waits until that thread has closed everything, and ends the process itself.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration patience;
    private final Thread hook = new Thread(this::stop, "stop");

    private StopSignal(Duration patience) {
        this.patience = patience;
    }

    /**
     * Listens from now on.
     *
     * @param patience how long closing may take before the process ends without it, with exit code 1
     */
    static StopSignal listen(Duration patience) {
        StopSignal signal = new StopSignal(patience);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Waits for the signal, or for the interruption of the thread that waits. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            return; // the end is asked for in another way
        }
    }

    /** Says that everything is closed. */
    @Override
    public void close() {
        closed.countDown();
        if (asked.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // the signal came at this very moment; the hook ends the process
            }
        }
    }

    private void stop() {
        asked.countDown();
        boolean orderly = false;
        try {
            orderly = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(orderly ? 0 : 1);
    }
}
