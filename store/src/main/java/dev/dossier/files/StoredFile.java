package dev.dossier.files;

import dev.dossier.blobs.ScanState;
import dev.dossier.sessions.SessionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is known to the store.
 *
 * @param id its identifier
 * @param session the conversation it belongs to
 * @param name the name a person gave it
 * @param sizeBytes the length of its content
 * @param sha256 the SHA-256 of its content, 64 hexadecimal digits in lower case
 * @param mimeType the type found in its first bytes, never the one a client claims
 * @param uploadedAt when it was committed
 * @param uploadedBy who uploaded it; null where the reference system did not record it
 * @param messageId the message it belongs to; null where it belongs to none
 * @param associationType how it came to its conversation
 * @param deduplicated whether its bytes were already there when it was uploaded
 * @param expiresAt when it ceases to be seen; null for never
 * @param deletedAt when it was deleted; null while it is active
 * @param scan what is known from scanning its content for viruses; null where it came while nothing was scanned
 * @param metadata what clients noted about it
 */
public record StoredFile(
        FileId id,
        SessionId session,
        FileName name,
        long sizeBytes,
        String sha256,
        String mimeType,
        Instant uploadedAt,
        @Nullable String uploadedBy,
        @Nullable String messageId,
        AssociationType associationType,
        boolean deduplicated,
        @Nullable Instant expiresAt,
        @Nullable Instant deletedAt,
        @Nullable ScanState scan,
        Map<String, String> metadata) {

    /** Defensive copy. */
    public StoredFile {
        metadata = Map.copyOf(metadata);
    }

    /** Whether the file is deleted and can be restored. */
    public boolean isDeleted() {
        return deletedAt != null;
    }
}
