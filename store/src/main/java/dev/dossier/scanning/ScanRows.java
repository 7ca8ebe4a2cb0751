package dev.dossier.scanning;

import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the table {@code blobs} has about scans. Every method works inside the transaction it is given.
 *
 * <p>A blob is due when its {@code scan_due_at} has come. Whoever scans it puts that time off again and again, so that a blob
 * whose worker dies falls to another one. Without that time nothing is to be done.
 */
final class ScanRows {
    /** A file whose blob is concerned. */
    record Use(String fileId, String session) {}

    /** Nothing is ever put off further than this; what seems to be was written before the clock was set back. */
    private static final Duration FURTHEST = Duration.ofMinutes(10);

    private static final String SELECT = "SELECT blob_key, size_bytes, scan_attempts, scan_due_at FROM blobs WHERE ";
    private static final String FIRST = " AND state = 'live' ORDER BY scan_due_at LIMIT 1";
    private static final String AWAITED = "scan_state = 'pending'";
    private static final String ANY = "scan_due_at IS NOT NULL";
    private static final String CLAIMED = " WHERE blob_key = ? AND scan_due_at = ?";
    private static final String HELD = "scan_state IN ('pending', 'infected', 'failed')";

    /**
     * What is due: first what somebody waits for.
     *
     * @param awaitedOnly whether nothing else is wanted
     */
    Optional<Claim> due(Statements sql, Instant now, boolean awaitedOnly) throws SQLException {
        Optional<Claim> awaited = due(sql, AWAITED, now);
        return awaited.isPresent() || awaitedOnly ? awaited : due(sql, ANY, now);
    }

    private static Optional<Claim> due(Statements sql, String which, Instant now) throws SQLException {
        Optional<Claim> due = sql.first(SELECT + which + " AND scan_due_at <= ?" + FIRST, ScanRows::claim, now);
        return due.isPresent()
                ? due
                : sql.first(SELECT + which + " AND scan_due_at > ?" + FIRST, ScanRows::claim, now.plus(FURTHEST));
    }

    private static Claim claim(Row row) throws SQLException {
        return new Claim(
                new BlobKey(row.text("blob_key")),
                row.number("size_bytes"),
                (int) row.number("scan_attempts"),
                row.time("scan_due_at"));
    }

    /** Puts the scan off until then, and answers whether the claim was still good. */
    boolean defer(Statements sql, Claim claim, Instant until) throws SQLException {
        return sql.update("UPDATE blobs SET scan_due_at = ?" + CLAIMED, until, claim.key(), claim.until()) == 1;
    }

    /** Notes an attempt that came to no result and is to be repeated then. */
    void repeat(Statements sql, Claim claim, Instant then) throws SQLException {
        sql.update(
                "UPDATE blobs SET scan_attempts = scan_attempts + 1, scan_due_at = ?" + CLAIMED,
                then,
                claim.key(),
                claim.until());
    }

    /** Notes that nothing was found, and answers whether the claim was still good. */
    boolean clean(Statements sql, Claim claim) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET scan_state = 'clean', scan_finding = NULL, scan_due_at = NULL" + CLAIMED,
                        claim.key(),
                        claim.until())
                == 1;
    }

    /**
     * Notes what was found, and answers whether that holds the content. It does whoever has the claim by now, unless an
     * administrator has passed the content.
     */
    boolean infected(Statements sql, Claim claim, String finding) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET scan_state = 'infected', scan_finding = ?, scan_due_at = NULL"
                                + " WHERE blob_key = ? AND (scan_state IS NULL OR scan_state NOT IN ('infected', 'passed'))",
                        finding,
                        claim.key())
                == 1;
    }

    /** Notes why there is no result, and answers whether that holds the content: what was not held before is not held for it. */
    boolean failed(Statements sql, Claim claim, String reason) throws SQLException {
        boolean held = sql.update(
                        "UPDATE blobs SET scan_state = 'failed', scan_finding = ?, scan_due_at = NULL" + CLAIMED
                                + " AND scan_state = 'pending'",
                        reason,
                        claim.key(),
                        claim.until())
                == 1;
        sql.update(
                "UPDATE blobs SET scan_finding = ?, scan_attempts = scan_attempts + 1, scan_due_at = NULL" + CLAIMED,
                reason,
                claim.key(),
                claim.until());
        return held;
    }

    /** Notes that an administrator vouches for the content; answers whether it was held. */
    boolean pass(Statements sql, BlobKey key) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET scan_state = 'passed', scan_finding = NULL, scan_due_at = NULL WHERE blob_key = ?"
                                + " AND " + HELD,
                        key)
                == 1;
    }

    /** The last of the next so many keys; empty when there are none after that key. */
    Optional<String> endOfPage(Statements sql, String afterKey, int limit) throws SQLException {
        String last = sql.one(
                "SELECT COALESCE(MAX(blob_key), '') AS last"
                        + " FROM (SELECT blob_key FROM blobs WHERE blob_key > ? ORDER BY blob_key LIMIT ?) AS page",
                row -> row.text("last"),
                afterKey,
                limit);
        return Optional.of(last).filter(key -> !key.isEmpty());
    }

    /** Makes everything in a page of keys due now that is neither infected nor passed, and answers how many blobs that are. */
    int scheduleAll(Statements sql, String afterKey, String lastKey, Instant now) throws SQLException {
        return sql.update(
                "UPDATE blobs SET scan_state = CASE scan_state WHEN 'failed' THEN 'pending' ELSE scan_state END,"
                        + " scan_attempts = 0, scan_due_at = ? WHERE blob_key > ? AND blob_key <= ?"
                        + " AND (scan_state IS NULL OR scan_state NOT IN ('infected', 'passed'))"
                        + " AND state <> 'condemned'",
                now,
                afterKey,
                lastKey);
    }

    /** The blobs in a page of keys that came while nothing was scanned, and that nobody has tried to scan. */
    List<BlobKey> neverScanned(Statements sql, String afterKey, String lastKey) throws SQLException {
        return sql.list(
                "SELECT blob_key FROM blobs WHERE blob_key > ? AND blob_key <= ? AND scan_state IS NULL"
                        + " AND scan_due_at IS NULL AND scan_attempts = 0 AND state = 'live'",
                row -> new BlobKey(row.text("blob_key")),
                afterKey,
                lastKey);
    }

    /** Makes a blob due now that came while nothing was scanned. */
    void schedule(Statements sql, BlobKey key, Instant now) throws SQLException {
        sql.update(
                "UPDATE blobs SET scan_due_at = ? WHERE blob_key = ? AND scan_state IS NULL AND scan_due_at IS NULL",
                now,
                key);
    }

    /** The blob of a file, if it has one. */
    Optional<BlobKey> blob(Statements sql, String fileId) throws SQLException {
        return sql.first(
                "SELECT blob_key FROM conversation_files WHERE file_id = ? AND blob_key IS NOT NULL",
                row -> new BlobKey(row.text("blob_key")),
                fileId);
    }

    /** The next so many files that use a blob, by identifier. */
    List<Use> uses(Statements sql, BlobKey key, String afterId, int limit) throws SQLException {
        return sql.list(
                "SELECT file_id, session_id FROM conversation_files WHERE blob_key = ? AND file_id > ?"
                        + " ORDER BY file_id LIMIT ?",
                row -> new Use(row.text("file_id"), row.text("session_id")),
                key,
                afterId,
                limit);
    }

    /** Some of the files whose content is held, oldest first. What is held is few, so it is looked for first. */
    List<HeldFile> held(Statements sql, int limit) throws SQLException {
        return sql.list(
                "SELECT f.file_id, f.session_id, f.original_filename, f.uploaded_by, f.uploaded_at, b.scan_state,"
                        + " COALESCE(b.scan_finding, '') AS scan_finding FROM blobs b"
                        + " CROSS JOIN conversation_files f WHERE f.blob_key = b.blob_key AND b." + HELD
                        + " ORDER BY f.uploaded_at, f.file_id LIMIT ?",
                HeldFile::of,
                limit);
    }

    /** How many contents are held, by state. */
    Map<ScanState, Long> count(Statements sql) throws SQLException {
        Map<ScanState, Long> counts = new EnumMap<>(ScanState.class);
        sql.list(
                "SELECT scan_state, COUNT(*) AS n FROM blobs WHERE " + HELD + " GROUP BY scan_state",
                row -> counts.put(ScanState.parse(row.text("scan_state")), row.number("n")));
        return counts;
    }

    /** How many contents are yet to be scanned. */
    long countDue(Statements sql) throws SQLException {
        return sql.one(
                "SELECT COUNT(*) AS n FROM blobs WHERE scan_due_at IS NOT NULL AND state = 'live'",
                row -> row.number("n"));
    }
}
