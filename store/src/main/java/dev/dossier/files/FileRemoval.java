package dev.dossier.files;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobCatalog;
import dev.dossier.database.Statements;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.retention.CleanupReason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** A file goes for good. Its bytes go later, when the sweeper finds that no other file uses them. */
final class FileRemoval {
    private final FileRows rows = new FileRows();
    private final BlobCatalog blobs;
    private final AccessLog log;

    FileRemoval(BlobCatalog blobs, AccessLog log) {
        this.blobs = blobs;
        this.log = log;
    }

    /** @throws LegalHoldException when the file is under legal hold: every purge comes through here */
    void purge(Statements sql, FileRow row, Actor actor, Instant now, CleanupReason reason) throws SQLException {
        row.requireFree();
        StoredFile file = row.file();
        rows.remove(sql, file.id());
        if (row.blob() != null) {
            blobs.release(sql, row.blob(), now);
        }
        log.add(
                sql,
                AccessType.PURGE,
                file.id().value(),
                file.session().value(),
                actor,
                now,
                reason == CleanupReason.ERASURE
                        ? Map.of("reason", reason.toString())
                        : Map.of(
                                "original_filename",
                                file.name().value(),
                                "file_hash",
                                file.sha256(),
                                "reason",
                                reason.toString()));
    }
}
