package dev.dossier.files;

/**
 * Sums over everything stored.
 *
 * @param totalFiles active files
 * @param totalSizeBytes their sizes added up
 * @param totalSessions sessions with at least one active file
 * @param deletedFiles deleted files that can be restored
 * @param deletedSizeBytes their sizes added up
 * @param storedSizeBytes bytes kept, each content counted once
 * @param quarantinedFiles files whose bytes are missing or damaged
 */
public record StorageStatistics(
        long totalFiles,
        long totalSizeBytes,
        long totalSessions,
        long deletedFiles,
        long deletedSizeBytes,
        long storedSizeBytes,
        long quarantinedFiles) {}
