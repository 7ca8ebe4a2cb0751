package dev.dossier.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation, with the sums over its active files.
 *
 * @param id its name
 * @param owner who created it; null where that is not known
 * @param createdAt when it was created
 * @param endedAt when it ended; null while it goes on
 * @param totalFiles number of active files
 * @param totalSizeBytes their sizes added up
 */
public record Session(
        SessionId id,
        @Nullable String owner,
        Instant createdAt,
        @Nullable Instant endedAt,
        long totalFiles,
        long totalSizeBytes) {}
