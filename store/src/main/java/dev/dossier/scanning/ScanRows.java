package dev.dossier.scanning;

import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the table {@code blobs} has about scans. Every method works inside the transaction it is given.
 *
 * <p>A blob is due when its {@code scan_due_at} has come. Whoever scans it puts that time off again and again, so that a blob
 * whose worker dies falls to another one. Without that time nothing is to be done.
 */
final class ScanRows {
    /** A file whose blob is concerned. */
    record Use(String fileId, String session) {}

    /** A blob that is to be scanned. */
    record Due(BlobKey key, long sizeBytes, int attempts) {}

    private static final String SELECT_DUE = "SELECT blob_key, size_bytes, scan_attempts FROM blobs WHERE ";
    private static final String FIRST = " AND scan_due_at <= ? AND state = 'live' ORDER BY scan_due_at LIMIT 1";

    /** What is due: first what somebody waits for, then what came while nothing was scanned. */
    Optional<Due> due(Statements sql, Instant now) throws SQLException {
        Optional<Due> awaited = sql.first(SELECT_DUE + "scan_state = 'pending'" + FIRST, ScanRows::due, now);
        return awaited.isPresent() ? awaited : sql.first(SELECT_DUE + "scan_state IS NULL" + FIRST, ScanRows::due, now);
    }

    private static Due due(Row row) throws SQLException {
        return new Due(new BlobKey(row.text("blob_key")), row.number("size_bytes"), (int) row.number("scan_attempts"));
    }

    /** Puts a scan that is still to come off until then. */
    void defer(Statements sql, BlobKey key, Instant until) throws SQLException {
        sql.update("UPDATE blobs SET scan_due_at = ? WHERE blob_key = ? AND scan_due_at IS NOT NULL", until, key);
    }

    /** Notes an attempt that came to no result and is to be repeated then. */
    void repeat(Statements sql, BlobKey key, Instant then) throws SQLException {
        sql.update(
                "UPDATE blobs SET scan_attempts = scan_attempts + 1, scan_due_at = ?"
                        + " WHERE blob_key = ? AND scan_due_at IS NOT NULL",
                then,
                key);
    }

    /**
     * Notes a result, and answers whether it counts: it does not when an administrator has decided meanwhile. Content that was
     * not held before is not held because it cannot be scanned.
     */
    boolean settle(Statements sql, BlobKey key, ScanState state, @Nullable String finding) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET scan_state = CASE WHEN ? = 'failed' AND scan_state IS NULL THEN NULL ELSE ? END,"
                                + " scan_finding = ?, scan_attempts = scan_attempts + 1, scan_due_at = NULL"
                                + " WHERE blob_key = ? AND scan_due_at IS NOT NULL",
                        state,
                        state,
                        finding,
                        key)
                == 1;
    }

    /** Notes that an administrator vouches for the content; answers whether it was held. */
    boolean pass(Statements sql, BlobKey key, String why) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET scan_state = 'clean', scan_finding = ?, scan_due_at = NULL"
                                + " WHERE blob_key = ? AND scan_state <> 'clean'",
                        why,
                        key)
                == 1;
    }

    /** Makes everything that is not infected due now; what is clean is not held meanwhile. Answers how many blobs that are. */
    int again(Statements sql, Instant now) throws SQLException {
        return sql.update(
                "UPDATE blobs SET scan_state = CASE WHEN scan_state IN ('pending', 'failed') THEN 'pending' END,"
                        + " scan_finding = NULL, scan_attempts = 0, scan_due_at = ?"
                        + " WHERE (scan_state IS NULL OR scan_state <> 'infected') AND state <> 'condemned'",
                now);
    }

    /**
     * Makes some blobs due that came while nothing was scanned.
     *
     * @return the last of their keys; empty when there are none after that key
     */
    Optional<String> scheduleUnscanned(Statements sql, String afterKey, int limit, Instant now) throws SQLException {
        List<String> keys = sql.list(
                "SELECT blob_key FROM blobs WHERE blob_key > ? AND scan_state IS NULL AND scan_due_at IS NULL"
                        + " AND scan_attempts = 0 AND state = 'live' ORDER BY blob_key LIMIT ?",
                row -> row.text("blob_key"),
                afterKey,
                limit);
        for (String key : keys) {
            sql.update("UPDATE blobs SET scan_due_at = ? WHERE blob_key = ? AND scan_state IS NULL", now, key);
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.getLast());
    }

    /** The blob of a file, if it has one. */
    Optional<BlobKey> blob(Statements sql, String fileId) throws SQLException {
        return sql.first(
                "SELECT blob_key FROM conversation_files WHERE file_id = ? AND blob_key IS NOT NULL",
                row -> new BlobKey(row.text("blob_key")),
                fileId);
    }

    /** The files that use a blob. */
    List<Use> uses(Statements sql, BlobKey key) throws SQLException {
        return sql.list(
                "SELECT file_id, session_id FROM conversation_files WHERE blob_key = ? ORDER BY file_id",
                row -> new Use(row.text("file_id"), row.text("session_id")),
                key);
    }

    /** Some of the files whose content is held, oldest first. */
    List<HeldFile> held(Statements sql, int limit) throws SQLException {
        return sql.list(
                "SELECT f.file_id, f.session_id, f.original_filename, f.uploaded_by, f.uploaded_at, b.scan_state,"
                        + " COALESCE(b.scan_finding, '') AS scan_finding FROM blobs b"
                        + " JOIN conversation_files f ON f.blob_key = b.blob_key WHERE b.scan_state <> 'clean'"
                        + " ORDER BY f.uploaded_at, f.file_id LIMIT ?",
                HeldFile::of,
                limit);
    }

    /** How many contents are held, by state. */
    Map<ScanState, Long> count(Statements sql) throws SQLException {
        Map<ScanState, Long> counts = new EnumMap<>(ScanState.class);
        sql.list(
                "SELECT scan_state, COUNT(*) AS n FROM blobs WHERE scan_state <> 'clean' GROUP BY scan_state",
                row -> counts.put(ScanState.parse(row.text("scan_state")), row.number("n")));
        return counts;
    }
}
