package dev.dossier.blobs;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;

/**
 * How eagerly stored bytes are read again.
 *
 * @param bytesPerSecond the most that is read in a second; 0 for not at all
 * @param intervalDuration the time from the beginning of one round to the beginning of the next
 */
public record ScrubPace(long bytesPerSecond, Duration intervalDuration) {
    /** 10 MiB a second, a round every 7 days. */
    public static final ScrubPace DEFAULT = new ScrubPace(10L << 20, Duration.ofDays(7));

    /** @throws InvalidValueException when a value is impossible */
    public ScrubPace {
        InvalidValueException.require(bytesPerSecond >= 0, "scrub_rate", "The scrub rate must not be negative.");
        InvalidValueException.require(
                !intervalDuration.isNegative(), "scrub_interval", "The scrub interval must not be negative.");
    }

    /** Whether nothing is read. */
    public boolean isOff() {
        return bytesPerSecond == 0;
    }
}
