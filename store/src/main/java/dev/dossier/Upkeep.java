package dev.dossier;

import dev.dossier.blobs.ScrubPace;
import dev.dossier.files.KeepTimes;
import dev.dossier.quotas.StorageLimits;

/**
 * How what is stored is looked after. Immutable; each {@code with} method answers a changed copy.
 *
 * @param scrub how eagerly stored bytes are read again
 * @param keep how long files are kept, by kind, where their session has no rule of its own
 * @param limits how much may be kept
 */
public record Upkeep(ScrubPace scrub, KeepTimes keep, StorageLimits limits) {
    /** What the guide names. */
    public static final Upkeep DEFAULT = new Upkeep(ScrubPace.DEFAULT, KeepTimes.FOR_EVER, StorageLimits.DEFAULT);

    /** The same with another pace of the scrub. */
    public Upkeep withScrub(ScrubPace pace) {
        return new Upkeep(pace, keep, limits);
    }

    /** The same with other times to keep files. */
    public Upkeep withKeep(KeepTimes times) {
        return new Upkeep(scrub, times, limits);
    }

    /** The same with other limits. */
    public Upkeep withLimits(StorageLimits other) {
        return new Upkeep(scrub, keep, other);
    }
}
