package dev.dossier.scanning;

import dev.dossier.blobs.ScanState;
import dev.dossier.database.Row;
import dev.dossier.files.FileId;
import dev.dossier.files.FileName;
import dev.dossier.sessions.SessionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content is held.
 *
 * @param id its identifier
 * @param session its conversation
 * @param name its name
 * @param uploadedBy who uploaded it; null where nobody recorded that
 * @param uploadedAt when
 * @param state why it is held
 * @param finding what was found, or why it could not be scanned; empty where neither is known yet
 */
public record HeldFile(
        FileId id,
        SessionId session,
        FileName name,
        @Nullable String uploadedBy,
        Instant uploadedAt,
        ScanState state,
        String finding) {

    static HeldFile of(Row row) throws SQLException {
        return new HeldFile(
                FileId.of(row.text("file_id")),
                SessionId.stored(row.text("session_id")),
                FileName.stored(row.text("original_filename")),
                row.textOrNull("uploaded_by"),
                row.time("uploaded_at"),
                Objects.requireNonNull(ScanState.parse(row.text("scan_state"))),
                row.text("scan_finding"));
    }
}
