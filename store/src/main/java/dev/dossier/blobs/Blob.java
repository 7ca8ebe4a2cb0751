package dev.dossier.blobs;

/**
 * A content as the database knows it.
 *
 * @param key where its bytes are
 * @param sizeBytes how many there should be
 * @param quarantined whether they were found missing or wrong
 */
public record Blob(BlobKey key, long sizeBytes, boolean quarantined) {}
