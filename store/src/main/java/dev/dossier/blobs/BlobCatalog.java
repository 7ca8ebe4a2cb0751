package dev.dossier.blobs;

import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of blobs: the table {@code blobs}. Every method works inside the transaction it is given.
 *
 * <p>The life of a blob: <em>live</em> while files may use it; <em>released</em> (live, with the time noted) once the last
 * one has let go; <em>condemned</em> when the grace period is over, from where there is no way back; then its bytes and at
 * last its row are removed. <em>Quarantined</em> is a blob whose bytes are missing or wrong: its row stays as long as a
 * file uses it, and no new file shares it.
 */
public final class BlobCatalog {
    /** The blob that new files with the content share. */
    public Optional<BlobKey> live(Statements sql, String sha256) throws SQLException {
        return sql.first(
                "SELECT blob_key FROM blobs WHERE sha256 = ? AND state = 'live'",
                row -> new BlobKey(row.text("blob_key")),
                sha256);
    }

    /**
     * Records a blob whose bytes are in place.
     *
     * @param held whether it waits for a scan
     */
    public void add(Statements sql, BlobKey key, long sizeBytes, boolean held, Instant now) throws SQLException {
        sql.update(
                "INSERT INTO blobs (blob_key, sha256, size_bytes, state, created_at, scan_state, scan_due_at)"
                        + " VALUES (?, ?, ?, 'live', ?, ?, ?)",
                key,
                key.sha256(),
                sizeBytes,
                now,
                held ? ScanState.PENDING : null,
                held ? now : null);
    }

    /** What is known of the blob from scanning it for viruses; null where it came while nothing was scanned. */
    public @Nullable ScanState scanState(Statements sql, BlobKey key) throws SQLException {
        return ScanState.parse(sql.first(
                        "SELECT COALESCE(scan_state, '') AS scan_state FROM blobs WHERE blob_key = ?",
                        row -> row.text("scan_state"),
                        key)
                .filter(state -> !state.isEmpty())
                .orElse(null));
    }

    /** Notes that a file uses the blob. */
    public void hold(Statements sql, BlobKey key) throws SQLException {
        sql.update("UPDATE blobs SET released_at = NULL WHERE blob_key = ? AND released_at IS NOT NULL", key);
    }

    /** Notes that a file has let go of the blob; its grace period begins when no other file uses it. */
    public void release(Statements sql, BlobKey key, Instant now) throws SQLException {
        sql.update(
                "UPDATE blobs SET released_at = ? WHERE blob_key = ?"
                        + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.blob_key = blobs.blob_key)",
                now,
                key);
    }

    /** Condemns the blobs that the last file let go at that time or earlier, and answers how many. */
    public int condemnReleasedUntil(Statements sql, Instant time) throws SQLException {
        return sql.update(
                "UPDATE blobs SET state = 'condemned' WHERE released_at <= ? AND state <> 'condemned'"
                        + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.blob_key = blobs.blob_key)",
                time);
    }

    /**
     * Gives bytes that the database does not know a condemned row, and answers whether they may go; they may not when an
     * upload has made them a blob.
     */
    public boolean condemnUnknown(Statements sql, BlobKey key, Instant now) throws SQLException {
        return sql.update(
                        "INSERT INTO blobs (blob_key, sha256, size_bytes, state, created_at, released_at)"
                                + " VALUES (?, ?, 0, 'condemned', ?, ?) ON CONFLICT (blob_key) DO NOTHING",
                        key,
                        key.sha256(),
                        now,
                        now)
                == 1;
    }

    /** Condemns a blob at once, without a grace period, unless a file uses it; answers whether it is condemned. */
    public boolean condemnUnused(Statements sql, BlobKey key, Instant now) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET state = 'condemned', released_at = COALESCE(released_at, ?) WHERE blob_key = ?"
                                + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.blob_key = blobs.blob_key)",
                        now,
                        key)
                == 1;
    }

    /** Some of the condemned blobs. */
    public List<BlobKey> condemned(Statements sql, int limit) throws SQLException {
        return sql.list(
                "SELECT blob_key FROM blobs WHERE released_at IS NOT NULL AND state = 'condemned' LIMIT ?",
                row -> new BlobKey(row.text("blob_key")),
                limit);
    }

    /** Forgets a condemned blob whose bytes are gone. */
    public void forget(Statements sql, BlobKey key) throws SQLException {
        sql.update("DELETE FROM blobs WHERE blob_key = ? AND state = 'condemned'", key);
    }

    /** Whether there is a row for the key, in whatever state. */
    public boolean knows(Statements sql, BlobKey key) throws SQLException {
        return sql.first("SELECT 1 AS one FROM blobs WHERE blob_key = ?", row -> row.number("one"), key)
                .isPresent();
    }

    /** The keys with a row, in whatever state, from the first one to the last. */
    public Set<BlobKey> known(Statements sql, BlobKey first, BlobKey last) throws SQLException {
        return new HashSet<>(sql.list(
                "SELECT blob_key FROM blobs WHERE blob_key BETWEEN ? AND ?",
                row -> new BlobKey(row.text("blob_key")),
                first,
                last));
    }

    /** Whether there is a blob under the key that files may use, quarantined or not. */
    public boolean isUsable(Statements sql, BlobKey key) throws SQLException {
        return sql.first(
                        "SELECT 1 AS one FROM blobs WHERE blob_key = ? AND state <> 'condemned'",
                        row -> row.number("one"),
                        key)
                .isPresent();
    }

    /** The files that use the blob, by identifier. */
    public List<String> files(Statements sql, BlobKey key) throws SQLException {
        return sql.list(
                "SELECT file_id FROM conversation_files WHERE blob_key = ? ORDER BY file_id",
                row -> row.text("file_id"),
                key);
    }

    /** Marks a blob whose bytes are missing or wrong, and answers whether it was sound until now. */
    public boolean quarantine(Statements sql, BlobKey key) throws SQLException {
        return sql.update("UPDATE blobs SET state = 'quarantined' WHERE blob_key = ? AND state = 'live'", key) == 1;
    }

    /**
     * Lifts the quarantine of a blob whose bytes are whole again, unless the content has another live blob; answers whether
     * it was lifted.
     */
    public boolean reinstate(Statements sql, BlobKey key) throws SQLException {
        return sql.update(
                        "UPDATE blobs SET state = 'live' WHERE blob_key = ? AND state = 'quarantined'"
                                + " AND NOT EXISTS (SELECT 1 FROM blobs o WHERE o.sha256 = blobs.sha256 AND o.state = 'live')",
                        key)
                == 1;
    }

    /** The quarantined blobs of a content. */
    public List<BlobKey> quarantined(Statements sql, String sha256) throws SQLException {
        return sql.list(
                "SELECT blob_key FROM blobs WHERE blob_key >= ? AND blob_key < ? AND state = 'quarantined'",
                row -> new BlobKey(row.text("blob_key")),
                sha256 + "-", // what keys of the content begin with
                sha256 + ".");
    }

    /**
     * Lets the files of a quarantined blob use the live blob of the same content, if there is one, and answers how many
     * files that were. The quarantined one is released. What a scan or an administrator said of it holds for the other one too,
     * unless that is scanned itself.
     */
    public int moveToTwin(Statements sql, BlobKey key, Instant now) throws SQLException {
        Optional<BlobKey> twin = live(sql, key.sha256());
        if (twin.isEmpty()) {
            return 0;
        }
        sql.update(
                "UPDATE blobs SET scan_state = o.scan_state, scan_finding = o.scan_finding, scan_due_at = o.scan_due_at"
                        + " FROM (SELECT scan_state, scan_finding, scan_due_at FROM blobs WHERE blob_key = ?) AS o"
                        + " WHERE blobs.blob_key = ? AND (o.scan_state = 'passed'"
                        + " OR (blobs.scan_state IS NULL AND o.scan_state IN ('pending', 'infected', 'failed')))",
                key,
                twin.get());
        int moved = sql.update(
                "UPDATE conversation_files SET blob_key = ? WHERE blob_key = ? AND EXISTS"
                        + " (SELECT 1 FROM blobs b WHERE b.blob_key = ? AND b.state = 'quarantined')",
                twin.get(),
                key,
                key);
        if (moved > 0) {
            hold(sql, twin.get());
            release(sql, key, now);
        }
        return moved;
    }

    /** A page of the blobs that files may use, by key. */
    public List<Blob> page(Statements sql, String afterKey, int limit) throws SQLException {
        return sql.list(
                "SELECT blob_key, size_bytes, state FROM blobs WHERE blob_key > ? AND state <> 'condemned'"
                        + " ORDER BY blob_key LIMIT ?",
                row -> new Blob(
                        new BlobKey(row.text("blob_key")),
                        row.number("size_bytes"),
                        row.text("state").equals("quarantined")),
                afterKey,
                limit);
    }
}
