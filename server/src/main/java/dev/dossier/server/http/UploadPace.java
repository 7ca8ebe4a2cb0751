package dev.dossier.server.http;

import java.time.Duration;

/**
 * How fast a body must come. Only the time spent waiting for the client counts, and it is judged over periods, so that a
 * client that was fast once may not crawl ever after.
 *
 * @param minimumBytesPerSecond the least average of a period; 0 for any
 * @param graceDuration the length of a period
 */
public record UploadPace(long minimumBytesPerSecond, Duration graceDuration) {
    Clock start() {
        return new Clock();
    }

    /** The pace of one body. */
    final class Clock {
        private long waitedNanos;
        private long bytes;

        /** Counts what one read brought, and says whether the client is still fast enough. */
        boolean accepts(long nanos, int read) {
            waitedNanos += nanos;
            bytes += Math.max(read, 0);
            if (waitedNanos < graceDuration.toNanos()) {
                return true;
            }
            boolean fastEnough = bytes >= minimumBytesPerSecond * (waitedNanos / 1e9);
            waitedNanos = 0;
            bytes = 0;
            return fastEnough;
        }
    }
}
