package dev.dossier.scanning;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long something may take that waits for others without a limit of its own, and what is done meanwhile.
 *
 * @param longest how long
 * @param pause how often {@code meanwhile} is done
 * @param meanwhile what is done
 */
record Patience(Duration longest, Duration pause, Runnable meanwhile) {
    static Patience of(Duration longest) {
        return new Patience(longest, longest, () -> {});
    }

    /**
     * Runs the work in a thread of its own, which is interrupted when its time is over or nobody waits any more.
     *
     * @throws TimeoutException when its time is over
     * @throws IOException what the work throws
     */
    <T> T run(Callable<T> work) throws IOException, InterruptedException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(work);
        long beginNanos = System.nanoTime();
        Thread.ofVirtual().name("scan").start(task);
        try {
            while (true) {
                long leftNanos = longest.toNanos() - (System.nanoTime() - beginNanos);
                try {
                    return task.get(Math.clamp(leftNanos, 0, pause.toNanos()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (leftNanos <= 0) {
                        throw e;
                    }
                    meanwhile.run();
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            task.cancel(true);
        }
    }
}
