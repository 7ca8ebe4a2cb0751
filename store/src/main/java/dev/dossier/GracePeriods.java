package dev.dossier;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;

/**
 * How long what is no longer wanted is kept all the same. Immutable; each {@code with} method answers a changed copy.
 *
 * @param deletedFiles how long a deleted file can be restored
 * @param accessLog how long an entry of the access log is kept
 * @param orphans how long bytes that no file uses are kept, at least longer than the longest upload pauses
 */
public record GracePeriods(Duration deletedFiles, Duration accessLog, Duration orphans) {
    /** What the guide names: 30 days, 90 days, an hour. */
    public static final GracePeriods DEFAULT =
            new GracePeriods(Duration.ofDays(30), Duration.ofDays(90), Duration.ofHours(1));

    /** @throws InvalidValueException when a period is impossible */
    public GracePeriods {
        InvalidValueException.require(!deletedFiles.isNegative(), "retention", "The retention must not be negative.");
        InvalidValueException.require(
                accessLog.isPositive(), "audit_retention", "The audit retention must be positive.");
        InvalidValueException.require(
                !orphans.isNegative(), "orphan_grace", "The orphan grace period must not be negative.");
    }

    /** The same with another period for restoring deleted files. */
    public GracePeriods withDeletedFiles(Duration period) {
        return new GracePeriods(period, accessLog, orphans);
    }

    /** The same with another period for the access log. */
    public GracePeriods withAccessLog(Duration period) {
        return new GracePeriods(deletedFiles, period, orphans);
    }

    /** The same with another period for bytes that no file uses. */
    public GracePeriods withOrphans(Duration period) {
        return new GracePeriods(deletedFiles, accessLog, period);
    }
}
