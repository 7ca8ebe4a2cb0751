package dev.dossier.scanning;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;

/**
 * How content is scanned.
 *
 * @param address where clamd listens
 * @param patienceDuration how long one scan may take, and a second more for every 4 MiB of content
 */
public record ScannerConfig(ClamdAddress address, Duration patienceDuration) {
    /** How long one scan may take by default: 5 minutes. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(5);

    private static final long BYTES_PER_SECOND = 4L << 20;

    /** @throws InvalidValueException when no scan could ever be in time */
    public ScannerConfig {
        if (!patienceDuration.isPositive()) {
            throw new InvalidValueException("clamd_timeout", "The time for a scan must be positive.");
        }
    }

    /** That scanner, with the usual patience. */
    public static ScannerConfig at(ClamdAddress address) {
        return new ScannerConfig(address, DEFAULT_PATIENCE);
    }

    Duration patienceFor(long sizeBytes) {
        return patienceDuration.plusSeconds(sizeBytes / BYTES_PER_SECOND);
    }
}
