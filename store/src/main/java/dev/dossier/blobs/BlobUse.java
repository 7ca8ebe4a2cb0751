package dev.dossier.blobs;

/**
 * The blob that a new file is to use.
 *
 * @param key where its bytes are
 * @param content what has arrived
 * @param deduplicated whether the bytes were there before
 */
public record BlobUse(BlobKey key, StagedContent content, boolean deduplicated) {}
