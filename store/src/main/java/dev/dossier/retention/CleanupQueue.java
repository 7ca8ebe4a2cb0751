package dev.dossier.retention;

import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The table {@code file_cleanup_queue}: which file is to be purged, and when. A file has at most one pending entry. An
 * entry is taken in the transaction that purges its file, so no two workers purge the same file and none is forgotten.
 */
public final class CleanupQueue {
    /**
     * A pending entry.
     *
     * @param id its number
     * @param fileId the file to purge
     */
    public record Due(long id, String fileId) {}

    /** Schedules a purge; a pending entry of the file is replaced. */
    public void schedule(Statements sql, String fileId, String session, Instant at, CleanupReason reason)
            throws SQLException {
        cancel(sql, fileId);
        sql.update(
                "INSERT INTO file_cleanup_queue (file_id, session_id, scheduled_deletion_time, cleanup_reason)"
                        + " VALUES (?, ?, ?, ?)",
                fileId,
                session,
                at,
                reason);
    }

    /** Removes the pending entry of the file, if it has one. */
    public void cancel(Statements sql, String fileId) throws SQLException {
        sql.update("DELETE FROM file_cleanup_queue WHERE file_id = ? AND is_processed = 0", fileId);
    }

    /** Removes all entries of the file, also those that were carried out. */
    public void forget(Statements sql, String fileId) throws SQLException {
        sql.update("DELETE FROM file_cleanup_queue WHERE file_id = ?", fileId);
    }

    /** Removes the entries that were carried out in sessions that are, or were, a person's. */
    public void forgetSessionsOf(Statements sql, String person) throws SQLException {
        sql.update(
                "DELETE FROM file_cleanup_queue WHERE is_processed = 1 AND session_id IN"
                        + " (SELECT session_id FROM sessions WHERE owner = ?"
                        + " UNION SELECT session_id FROM file_access_log WHERE owner = ?)",
                person,
                person);
    }

    /** Some of the entries whose time has come, oldest first; what is under legal hold has to wait. */
    public List<Due> due(Statements sql, Instant now, int limit) throws SQLException {
        return sql.list(
                "SELECT q.cleanup_id, q.file_id FROM file_cleanup_queue q"
                        + " LEFT JOIN conversation_files f ON f.file_id = q.file_id"
                        + " LEFT JOIN sessions s ON s.session_id = f.session_id"
                        + " WHERE q.is_processed = 0 AND q.scheduled_deletion_time <= ? AND NOT "
                        + HoldRows.FILE_IS_HELD + " ORDER BY q.scheduled_deletion_time LIMIT ?",
                row -> new Due(row.number("cleanup_id"), row.text("file_id")),
                now,
                limit);
    }

    /** Notes that an entry was carried out. */
    public void done(Statements sql, Due entry, Instant now) throws SQLException {
        sql.update(
                "UPDATE file_cleanup_queue SET is_processed = 1, processed_at = ? WHERE cleanup_id = ?",
                now,
                entry.id());
    }

    /** Removes entries that were carried out before the time. */
    public int removeProcessedBefore(Statements sql, Instant time) throws SQLException {
        return sql.update("DELETE FROM file_cleanup_queue WHERE is_processed = 1 AND processed_at < ?", time);
    }
}
