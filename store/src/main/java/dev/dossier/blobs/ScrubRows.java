package dev.dossier.blobs;

import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * The table {@code scrub_progress}. It has one row, which a worker leases; a worker that has lost its lease changes nothing
 * any more.
 */
public final class ScrubRows {
    private static final String SELECT = "SELECT round, after_key, started_at, completed_at, checked_blobs,"
            + " checked_bytes, damaged_blobs FROM scrub_progress WHERE name = 'blobs'";

    /** How far the scrub has come. */
    public ScrubProgress find(Statements sql) throws SQLException {
        return sql.one(SELECT, ScrubRows::progress);
    }

    /**
     * Takes the lease when nobody else holds it, and answers whether that worked. One that seems to last much longer than leases do
     * was taken before the clock was set back.
     */
    boolean lease(Statements sql, String worker, Instant now, Duration leaseDuration) throws SQLException {
        return sql.update(
                        "UPDATE scrub_progress SET leased_by = ?, leased_until = ? WHERE name = 'blobs'"
                                + " AND (leased_by IS NULL OR leased_by = ? OR leased_until < ? OR leased_until > ?)",
                        worker,
                        now.plus(leaseDuration),
                        worker,
                        now,
                        now.plus(leaseDuration.multipliedBy(2)))
                == 1;
    }

    /** Begins a round. */
    void begin(Statements sql, String worker, Instant now) throws SQLException {
        sql.update(
                "UPDATE scrub_progress SET round = round + 1, after_key = '', started_at = ?, checked_blobs = 0,"
                        + " checked_bytes = 0, damaged_blobs = 0 WHERE leased_by = ?",
                now,
                worker);
    }

    /** Notes how far a worker has come and extends its lease; answers whether it still had it. */
    boolean save(
            Statements sql, String worker, String afterKey, long blobs, long bytes, long damaged, Instant leasedUntil)
            throws SQLException {
        return sql.update(
                        "UPDATE scrub_progress SET after_key = ?, checked_blobs = checked_blobs + ?,"
                                + " checked_bytes = checked_bytes + ?, damaged_blobs = damaged_blobs + ?,"
                                + " leased_until = ? WHERE leased_by = ?",
                        afterKey,
                        blobs,
                        bytes,
                        damaged,
                        leasedUntil,
                        worker)
                == 1;
    }

    /** Ends a round, which did not begin later than now, whatever the clock said then. */
    void complete(Statements sql, String worker, Instant now) throws SQLException {
        sql.update(
                "UPDATE scrub_progress SET after_key = '', completed_at = ?, started_at = MIN(started_at, ?),"
                        + " leased_by = NULL, leased_until = NULL WHERE leased_by = ?",
                now,
                now,
                worker);
    }

    /** Gives the lease back. */
    void release(Statements sql, String worker) throws SQLException {
        sql.update("UPDATE scrub_progress SET leased_by = NULL, leased_until = NULL WHERE leased_by = ?", worker);
    }

    private static ScrubProgress progress(Row row) throws SQLException {
        return new ScrubProgress(
                row.number("round"),
                row.text("after_key"),
                row.timeOrNull("started_at"),
                row.timeOrNull("completed_at"),
                row.number("checked_blobs"),
                row.number("checked_bytes"),
                row.number("damaged_blobs"));
    }
}
