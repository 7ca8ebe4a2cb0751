package dev.dossier.doctor;

import dev.dossier.blobs.BlobKey;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.doctor.Finding.Kind;
import dev.dossier.retention.CleanupQueue;
import dev.dossier.retention.CleanupReason;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Rows among themselves: files, their blobs, and what is due to go. */
final class RowExamination {
    private static final String USED = "EXISTS (SELECT 1 FROM conversation_files f WHERE f.blob_key = blobs.blob_key)";
    private static final String CONDEMNED_IN_USE = "state = 'condemned' AND " + USED;
    private static final String RELEASED_IN_USE = "state <> 'condemned' AND released_at IS NOT NULL AND " + USED;
    private static final String UNUSED = "state <> 'condemned' AND released_at IS NULL AND NOT " + USED;
    private static final String NOT_SCHEDULED = "SELECT f.file_id, f.session_id FROM conversation_files f"
            + " WHERE f.is_deleted = 1 AND NOT EXISTS (SELECT 1 FROM file_cleanup_queue q"
            + " WHERE q.file_id = f.file_id AND q.is_processed = 0)";

    private final Database database;
    private final InstantSource clock;
    private final Duration retentionDuration;
    private final CleanupQueue queue = new CleanupQueue();

    RowExamination(Database database, InstantSource clock, Duration retentionDuration) {
        this.database = database;
        this.clock = clock;
        this.retentionDuration = retentionDuration;
    }

    private record Unscheduled(String file, String session) {}

    void run(Report report) {
        for (BlobKey key : blobs(CONDEMNED_IN_USE)) {
            report.add(
                    Kind.CONDEMNED_IN_USE,
                    key.value(),
                    files(key),
                    "is condemned and a file uses it",
                    sql -> acquit(sql, key));
        }
        for (BlobKey key : blobs(RELEASED_IN_USE)) {
            report.add(
                    Kind.RELEASED_IN_USE,
                    key.value(),
                    files(key),
                    "is marked as released and a file uses it",
                    sql -> change(sql, "UPDATE blobs SET released_at = NULL WHERE blob_key = ? AND " + USED, key));
        }
        for (BlobKey key : blobs(UNUSED)) {
            report.add(
                    Kind.UNUSED_NOT_RELEASED,
                    key.value(),
                    List.of(),
                    "is used by no file and not marked as released",
                    sql -> change(
                            sql,
                            "UPDATE blobs SET released_at = ? WHERE blob_key = ? AND NOT " + USED,
                            clock.instant(),
                            key));
        }
        disagreements(report);
        unscheduled(report);
    }

    /** The blob becomes quarantined: the look at its bytes that follows lifts that when they are whole. */
    private static boolean acquit(Statements sql, BlobKey key) throws SQLException {
        return change(
                sql, "UPDATE blobs SET state = 'quarantined', released_at = NULL WHERE blob_key = ? AND " + USED, key);
    }

    private void disagreements(Report report) {
        List<String> different = database.read(sql -> sql.list(
                "SELECT f.file_id FROM conversation_files f JOIN blobs b ON b.blob_key = f.blob_key"
                        + " WHERE b.sha256 <> f.file_hash OR b.size_bytes <> f.file_size ORDER BY f.file_id",
                row -> row.text("file_id")));
        different.forEach(file ->
                report.add(Kind.FILE_DISAGREES, file, List.of(file), "has another length or hash than its blob"));
        List<String> waiting = database.read(sql -> sql.list(
                "SELECT file_id FROM conversation_files WHERE blob_key IS NULL ORDER BY file_id",
                row -> row.text("file_id")));
        waiting.forEach(file -> report.add(
                Kind.FILE_WITHOUT_BYTES,
                file,
                List.of(file),
                "waits for bytes of the reference system that were not found"));
    }

    private void unscheduled(Report report) {
        List<Unscheduled> unscheduled = database.read(
                sql -> sql.list(NOT_SCHEDULED, row -> new Unscheduled(row.text("file_id"), row.text("session_id"))));
        Instant purge = clock.instant().plus(retentionDuration);
        for (Unscheduled file : unscheduled) {
            report.add(
                    Kind.PURGE_NOT_SCHEDULED,
                    file.file(),
                    List.of(file.file()),
                    "is deleted and nobody is going to purge it",
                    sql -> {
                        queue.schedule(sql, file.file(), file.session(), purge, CleanupReason.USER_REQUEST);
                        return true;
                    });
        }
    }

    private List<BlobKey> blobs(String condition) {
        return database.read(sql -> sql.list(
                "SELECT blob_key FROM blobs WHERE " + condition + " ORDER BY blob_key",
                row -> new BlobKey(row.text("blob_key"))));
    }

    private List<String> files(BlobKey key) {
        return database.read(sql -> sql.list(
                "SELECT file_id FROM conversation_files WHERE blob_key = ? ORDER BY file_id",
                row -> row.text("file_id"),
                key));
    }

    private static boolean change(Statements sql, String statement, Object... parameters) throws SQLException {
        return sql.update(statement, parameters) == 1;
    }
}
