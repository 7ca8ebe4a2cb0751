package dev.dossier.files;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure removed, without a word that leads to the person.
 *
 * @param id its identifier
 * @param pseudonym what stands in the access log in the place of the person
 * @param requestedBy who asked for it
 * @param requestedAt when
 * @param completedAt when everything was gone; null while it is under way
 * @param sessions sessions removed
 * @param files files removed, deleted ones too
 * @param sizeBytes their sizes added up
 * @param blobsRemoved contents whose bytes were removed
 * @param bytesRemoved how many bytes those were
 * @param blobsShared contents that stay because a file of somebody else, or a held one, has the same bytes
 * @param shares sessions of others that were shared with the person and no longer are
 * @param keys API keys of the person that were removed
 * @param logEntries entries of the access log in which the person was replaced by the pseudonym, or names by nothing
 * @param heldFiles files that stay because they are under legal hold
 * @param verification what a look at the store shows now
 */
public record ErasureReceipt(
        String id,
        String pseudonym,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant completedAt,
        long sessions,
        long files,
        long sizeBytes,
        long blobsRemoved,
        long bytesRemoved,
        long blobsShared,
        long shares,
        long keys,
        long logEntries,
        List<String> heldFiles,
        Verification verification) {
    /**
     * A look at the store.
     *
     * @param checkedAt when
     * @param bytesGone whether of every removed content neither the bytes nor the row are there
     */
    public record Verification(Instant checkedAt, boolean bytesGone) {}

    /** Defensive copy. */
    public ErasureReceipt {
        heldFiles = List.copyOf(heldFiles);
    }
}
