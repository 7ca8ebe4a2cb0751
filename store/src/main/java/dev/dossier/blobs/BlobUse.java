package dev.dossier.blobs;

import org.jspecify.annotations.Nullable;

/**
 * The blob that a new file is to use.
 *
 * @param key where its bytes are
 * @param content what has arrived
 * @param deduplicated whether the bytes were there before
 * @param scan what is known from scanning them for viruses; null where they came while nothing was scanned
 */
public record BlobUse(
        BlobKey key,
        StagedContent content,
        boolean deduplicated,
        @Nullable ScanState scan) {}
