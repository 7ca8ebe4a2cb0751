package dev.dossier.scanning;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;

/**
 * How content is scanned.
 *
 * @param address where clamd listens
 * @param patienceDuration how long one scan may take, and a second more for every 4 MiB of content
 * @param claimDuration how long a content stays with a worker that gives no sign of life
 */
public record ScannerConfig(ClamdAddress address, Duration patienceDuration, Duration claimDuration) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CLAIM = Duration.ofSeconds(20);
    private static final long BYTES_PER_SECOND = 4L << 20;

    /** @throws InvalidValueException when no scan could ever be in time */
    public ScannerConfig {
        InvalidValueException.require(
                patienceDuration.isPositive() && claimDuration.isPositive(),
                "clamd_timeout",
                "The time for a scan must be positive.");
    }

    /** That scanner, with the patience that the guide names. */
    public static ScannerConfig at(ClamdAddress address) {
        return new ScannerConfig(address, PATIENCE, CLAIM);
    }

    /** The same with another time for one scan. */
    public ScannerConfig withPatience(Duration duration) {
        return new ScannerConfig(address, duration, claimDuration);
    }

    /** The same with another time after which a dead worker's content falls to another. */
    public ScannerConfig withClaim(Duration duration) {
        return new ScannerConfig(address, patienceDuration, duration);
    }

    Duration patienceFor(long sizeBytes) {
        return patienceDuration.plusSeconds(sizeBytes / BYTES_PER_SECOND);
    }
}
