package dev.dossier.blobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the scrub has come.
 *
 * @param round the number of the round, from 1; 0 before the first
 * @param afterKey the blob that was read last; empty between two rounds
 * @param startedAt when the round began; null before the first
 * @param completedAt when the last complete round ended; null before that
 * @param checkedBlobs blobs read in this round
 * @param checkedBytes their bytes
 * @param damagedBlobs blobs of this round that were found missing or wrong
 */
public record ScrubProgress(
        long round,
        String afterKey,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        long checkedBlobs,
        long checkedBytes,
        long damagedBlobs) {
    /** Whether a round is under way. */
    public boolean isUnderWay() {
        return round > 0 && (completedAt == null || startedAt == null || completedAt.isBefore(startedAt));
    }
}
