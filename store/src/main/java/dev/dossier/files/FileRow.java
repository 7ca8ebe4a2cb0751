package dev.dossier.files;

import dev.dossier.blobs.BlobKey;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.errors.LegalHoldException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as the database has it, with what decides about access to it and where its bytes are.
 *
 * @param file what clients see
 * @param owner the owner of its session; null where it has none
 * @param blob where its bytes are; null while they wait to be taken over from the reference system
 * @param quarantined whether its bytes were found missing or wrong
 * @param scanFinding what a scan for viruses found; empty where there is nothing to say
 * @param held whether it is under legal hold
 */
record FileRow(
        StoredFile file,
        @Nullable String owner,
        @Nullable BlobKey blob,
        boolean quarantined,
        String scanFinding,
        boolean held) {
    /** @throws LegalHoldException when it may not be changed or removed */
    void requireFree() {
        if (held) {
            throw new LegalHoldException("file", file.id().value());
        }
    }

    /** @throws ContentHeldException when nobody may have its content yet, or ever */
    void requireScanned() {
        String id = file.id().value();
        switch (file.scan()) {
            case PENDING -> throw ContentHeldException.pending(id);
            case INFECTED -> throw ContentHeldException.infected(id, scanFinding);
            case FAILED -> throw ContentHeldException.failed(id);
            case CLEAN, PASSED -> {}
            case null -> {}
        }
    }

    /** Whether the file's time is over. */
    boolean isExpired(Instant now) {
        Instant end = file.expiresAt();
        return end != null && !end.isAfter(now);
    }
}
