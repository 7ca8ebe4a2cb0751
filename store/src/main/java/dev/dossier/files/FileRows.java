package dev.dossier.files;

import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.BlobUse;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import dev.dossier.retention.HoldRows;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.Visibility;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code conversation_files}, {@code session_file_associations} and {@code file_metadata}. Every method works
 * inside the transaction it is given.
 */
final class FileRows {
    /** Every column that makes a {@link FileRow}; conditions follow. */
    static final String SELECT = "SELECT f.file_id, f.session_id, f.original_filename, f.file_size, f.file_hash,"
            + " f.mime_type, f.uploaded_at, f.uploaded_by, f.is_deleted, f.deleted_at, f.blob_key, f.deduplicated,"
            + " f.expires_at, a.message_id, a.association_type, s.owner, b.state AS blob_state,"
            + " b.scan_state, b.scan_finding, " + HoldRows.FILE_IS_HELD + " AS held"
            + " FROM conversation_files f"
            + " JOIN sessions s ON s.session_id = f.session_id"
            + " LEFT JOIN blobs b ON b.blob_key = f.blob_key"
            + " LEFT JOIN session_file_associations a ON a.association_id ="
            + " (SELECT MIN(m.association_id) FROM session_file_associations m"
            + " WHERE m.file_id = f.file_id AND m.session_id = f.session_id)";

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** A file, without its metadata. */
    Optional<FileRow> find(Statements sql, FileId id) throws SQLException {
        return sql.first(SELECT + " WHERE f.file_id = ?", FileRows::row, id.value());
    }

    /** The files of a session, oldest first, without their metadata. */
    List<FileRow> ofSession(Statements sql, SessionId session, boolean includeDeleted) throws SQLException {
        return sql.list(
                SELECT + " WHERE f.session_id = ? AND (f.is_deleted = 0 OR ?) ORDER BY f.uploaded_at, f.file_id",
                FileRows::row,
                session.value(),
                includeDeleted);
    }

    /** Whether a file with these bytes is in a session that may be seen. */
    boolean isVisible(Statements sql, BlobKey blob, Visibility visible) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(List.of(blob));
        parameters.addAll(visible.parameters());
        return sql.first(
                        "SELECT f.file_id FROM conversation_files f JOIN sessions s ON s.session_id = f.session_id"
                                + " WHERE f.blob_key = ? AND " + Visibility.CONDITION + " LIMIT 1",
                        row -> true,
                        parameters.toArray())
                .isPresent();
    }

    /** Some of the files whose time is over and that are not under legal hold, without their metadata. */
    List<FileRow> expired(Statements sql, Instant now, int limit) throws SQLException {
        return sql.list(
                SELECT + " WHERE f.expires_at IS NOT NULL AND f.expires_at <= ? AND NOT " + HoldRows.FILE_IS_HELD
                        + " LIMIT ?",
                FileRows::row,
                now,
                limit);
    }

    void add(Statements sql, StoredFile file, BlobKey blob) throws SQLException {
        sql.update(
                "INSERT INTO conversation_files (file_id, session_id, original_filename, file_size, file_hash, mime_type,"
                        + " uploaded_at, uploaded_by, blob_key, deduplicated, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                file.id(),
                file.session(),
                file.name(),
                file.sizeBytes(),
                file.sha256(),
                file.mimeType(),
                file.uploadedAt(),
                file.uploadedBy(),
                blob,
                file.deduplicated(),
                file.expiresAt());
        associate(sql, file.id(), file.session(), file.associationType(), file.messageId(), file.uploadedAt());
        for (Map.Entry<String, String> note : file.metadata().entrySet()) {
            note(sql, file.id(), note.getKey(), note.getValue(), file.uploadedAt());
        }
    }

    void rename(Statements sql, FileId id, FileName name) throws SQLException {
        sql.update("UPDATE conversation_files SET original_filename = ? WHERE file_id = ?", name, id);
    }

    /** Gives the file a note, replaces one, or removes it where the value is null. */
    void note(Statements sql, FileId id, String key, @Nullable String value, Instant now) throws SQLException {
        sql.update("DELETE FROM file_metadata WHERE file_id = ? AND metadata_key = ?", id, key);
        if (value != null) {
            sql.update(
                    "INSERT INTO file_metadata (file_id, metadata_key, metadata_value, created_at) VALUES (?, ?, ?, ?)",
                    id,
                    key,
                    value,
                    now);
        }
    }

    void replaceContent(Statements sql, FileId id, BlobUse use, String mimeType) throws SQLException {
        sql.update(
                "UPDATE conversation_files SET file_size = ?, file_hash = ?, mime_type = ?, blob_key = ?"
                        + " WHERE file_id = ?",
                use.content().sizeBytes(),
                use.content().sha256(),
                mimeType,
                use.key(),
                id);
    }

    void hide(Statements sql, FileId id, Instant now) throws SQLException {
        sql.update("UPDATE conversation_files SET is_deleted = 1, deleted_at = ? WHERE file_id = ?", now, id);
    }

    void restore(Statements sql, FileId id) throws SQLException {
        sql.update("UPDATE conversation_files SET is_deleted = 0, deleted_at = NULL WHERE file_id = ?", id);
    }

    void move(Statements sql, StoredFile file, SessionId to, Instant now) throws SQLException {
        sql.update("UPDATE conversation_files SET session_id = ? WHERE file_id = ?", to, file.id());
        sql.update("DELETE FROM session_file_associations WHERE file_id = ?", file.id());
        associate(sql, file.id(), to, file.associationType(), null, now);
    }

    /** Some of the files of a person, held or not as asked: those in the person's sessions and those uploaded elsewhere. */
    List<FileRow> ofPerson(Statements sql, String person, boolean held, int limit) throws SQLException {
        return sql.list(
                SELECT + " WHERE (s.owner = ? OR f.uploaded_by = ?) AND " + HoldRows.FILE_IS_HELD + " = ? LIMIT ?",
                FileRows::row,
                person,
                person,
                held,
                limit);
    }

    void remove(Statements sql, FileId id) throws SQLException {
        sql.update("DELETE FROM conversation_files WHERE file_id = ?", id);
    }

    FileRow withMetadata(Statements sql, FileRow row) throws SQLException {
        StoredFile f = row.file();
        Map<String, String> notes = new LinkedHashMap<>();
        sql.list(
                "SELECT metadata_key, metadata_value FROM file_metadata WHERE file_id = ? ORDER BY metadata_id",
                r -> notes.put(r.text("metadata_key"), text(r.textOrNull("metadata_value"))),
                f.id());
        StoredFile file = new StoredFile(
                f.id(),
                f.session(),
                f.name(),
                f.sizeBytes(),
                f.sha256(),
                f.mimeType(),
                f.uploadedAt(),
                f.uploadedBy(),
                f.messageId(),
                f.associationType(),
                f.deduplicated(),
                f.expiresAt(),
                f.deletedAt(),
                f.scan(),
                notes);
        return new FileRow(file, row.owner(), row.blob(), row.quarantined(), row.scanFinding(), row.held());
    }

    private static void associate(
            Statements sql, FileId id, SessionId session, AssociationType type, @Nullable String message, Instant now)
            throws SQLException {
        sql.update(
                "INSERT INTO session_file_associations"
                        + " (session_id, file_id, association_type, message_id, associated_at) VALUES (?, ?, ?, ?, ?)",
                session,
                id,
                type,
                message,
                now);
    }

    static FileRow row(Row row) throws SQLException {
        String type = row.textOrNull("association_type");
        String mimeType = row.textOrNull("mime_type");
        String blob = row.textOrNull("blob_key");
        StoredFile file = new StoredFile(
                FileId.of(row.text("file_id")),
                SessionId.stored(row.text("session_id")),
                FileName.stored(row.text("original_filename")),
                row.number("file_size"),
                row.text("file_hash"),
                mimeType == null ? UNKNOWN_TYPE : mimeType,
                row.time("uploaded_at"),
                row.textOrNull("uploaded_by"),
                row.textOrNull("message_id"),
                type == null ? AssociationType.UPLOAD : AssociationType.parse(type),
                row.flag("deduplicated"),
                row.timeOrNull("expires_at"),
                row.flag("is_deleted") ? row.time("deleted_at") : null,
                ScanState.parse(row.textOrNull("scan_state")),
                Map.of());
        return new FileRow(
                file,
                row.textOrNull("owner"),
                blob == null ? null : new BlobKey(blob),
                blob == null || "quarantined".equals(row.textOrNull("blob_state")),
                text(row.textOrNull("scan_finding")),
                row.flag("held"));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
