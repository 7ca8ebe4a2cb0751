package dev.dossier;

import dev.dossier.blobs.ScrubPace;
import dev.dossier.files.KeepTimes;
import dev.dossier.quotas.StorageLimits;
import dev.dossier.scanning.ScannerConfig;
import java.util.Optional;

/**
 * How what is stored is looked after. Immutable; each {@code with} method answers a changed copy.
 *
 * @param scrub how eagerly stored bytes are read again
 * @param keep how long files are kept, by kind, where their session has no rule of its own
 * @param limits how much may be kept
 * @param scanner how new content is scanned for viruses; empty where nothing is scanned
 */
public record Upkeep(ScrubPace scrub, KeepTimes keep, StorageLimits limits, Optional<ScannerConfig> scanner) {
    /** What the guide names. */
    public static final Upkeep DEFAULT =
            new Upkeep(ScrubPace.DEFAULT, KeepTimes.FOR_EVER, StorageLimits.DEFAULT, Optional.empty());

    /** The same with another pace of the scrub. */
    public Upkeep withScrub(ScrubPace pace) {
        return new Upkeep(pace, keep, limits, scanner);
    }

    /** The same with other times to keep files. */
    public Upkeep withKeep(KeepTimes times) {
        return new Upkeep(scrub, times, limits, scanner);
    }

    /** The same with other limits. */
    public Upkeep withLimits(StorageLimits other) {
        return new Upkeep(scrub, keep, other, scanner);
    }

    /** The same with a scanner: new files are held until it finds them clean. */
    public Upkeep withScanner(ScannerConfig config) {
        return new Upkeep(scrub, keep, limits, Optional.of(config));
    }
}
