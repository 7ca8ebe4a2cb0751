package dev.dossier.schema;

import java.time.Duration;

/** A wait for the lock, of which a listener hears from time to time. */
final class Waiting {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final SchemaListener listener;
    private final long start = System.nanoTime();
    private Duration toldLast = Duration.ZERO;

    Waiting(SchemaListener listener) {
        this.listener = listener;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void goesOn() {
        Duration elapsed = elapsed();
        if (elapsed.minus(toldLast).compareTo(INTERVAL) >= 0) {
            toldLast = elapsed;
            listener.waiting(elapsed);
        }
    }
}
