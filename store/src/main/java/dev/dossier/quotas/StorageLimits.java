package dev.dossier.quotas;

import dev.dossier.errors.InvalidValueException;

/**
 * How much may be kept. Files count with their size, each of them, until they are purged. Immutable; each {@code with} method
 * answers a changed copy.
 *
 * @param totalBytes the most that all files may have together
 * @param ownerBytes the most that the files in one owner's sessions may have together
 * @param headroomBytes room on the disk that is left free: what would use it is refused before it is read
 */
public record StorageLimits(long totalBytes, long ownerBytes, long headroomBytes) {
    private static final String NEGATIVE = "A limit of the storage must not be negative.";

    /** No limits but 64 MiB of headroom. */
    public static final StorageLimits DEFAULT = new StorageLimits(Long.MAX_VALUE, Long.MAX_VALUE, 64L << 20);

    /** @throws InvalidValueException when a limit is negative */
    public StorageLimits {
        InvalidValueException.require(totalBytes >= 0, "quota", NEGATIVE);
        InvalidValueException.require(ownerBytes >= 0, "quota_per_owner", NEGATIVE);
        InvalidValueException.require(headroomBytes >= 0, "disk_headroom", NEGATIVE);
    }

    /** The same with another limit for everything. */
    public StorageLimits withTotal(long sizeBytes) {
        return new StorageLimits(sizeBytes, ownerBytes, headroomBytes);
    }

    /** The same with another limit for each owner. */
    public StorageLimits withOwner(long sizeBytes) {
        return new StorageLimits(totalBytes, sizeBytes, headroomBytes);
    }

    /** The same with other room to leave free. */
    public StorageLimits withHeadroom(long sizeBytes) {
        return new StorageLimits(totalBytes, ownerBytes, sizeBytes);
    }

    /** Whether files are limited at all. */
    boolean limitFiles() {
        return totalBytes < Long.MAX_VALUE || ownerBytes < Long.MAX_VALUE;
    }
}
