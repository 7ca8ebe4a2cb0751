package dev.dossier.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dossier.files.StoredFile;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file as the API shows it. It says nothing of where the bytes are, and of scans only where there are some. */
record FileBody(
        String fileId,
        String sessionId,
        String originalFilename,
        long fileSize,
        String fileHash,
        String mimeType,
        Instant uploadedAt,
        @Nullable String uploadedBy,
        @Nullable String messageId,
        String associationType,
        boolean deduplicated,
        @Nullable Instant expiresAt,
        @Nullable Instant deletedAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String scan,

        Map<String, String> metadata) {

    static FileBody of(StoredFile file) {
        return new FileBody(
                file.id().value(),
                file.session().value(),
                file.name().value(),
                file.sizeBytes(),
                file.sha256(),
                file.mimeType(),
                file.uploadedAt(),
                file.uploadedBy(),
                file.messageId(),
                file.associationType().toString(),
                file.deduplicated(),
                file.expiresAt(),
                file.deletedAt(),
                file.scan() == null ? null : file.scan().toString(),
                new TreeMap<>(file.metadata()));
    }
}
