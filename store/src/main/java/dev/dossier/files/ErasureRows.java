package dev.dossier.files;

import dev.dossier.blobs.BlobKey;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code erasures} and {@code erased_blobs}. Every method works inside the transaction it is given. */
final class ErasureRows {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    /**
     * An erasure.
     *
     * @param person whom it is about; null once it is complete
     */
    record Erasure(
            String id,
            @Nullable String person,
            String pseudonym,
            String requestedBy,
            Instant requestedAt,
            @Nullable Instant completedAt,
            long sessions,
            long files,
            long sizeBytes,
            long shares,
            long keys,
            long logEntries,
            List<String> heldFiles) {}

    /** How many contents, and bytes, had an outcome. */
    record Sum(long blobs, long sizeBytes) {}

    void begin(Statements sql, String id, String person, String pseudonym, String by, Instant now) throws SQLException {
        sql.update(
                "INSERT INTO erasures (erasure_id, person, pseudonym, requested_by, requested_at) VALUES (?, ?, ?, ?, ?)",
                id,
                person,
                pseudonym,
                by,
                now);
    }

    Optional<Erasure> find(Statements sql, String id) throws SQLException {
        return sql.first("SELECT * FROM erasures WHERE erasure_id = ?", ErasureRows::erasure, id);
    }

    List<String> unfinished(Statements sql) throws SQLException {
        return sql.list(
                "SELECT erasure_id FROM erasures WHERE completed_at IS NULL ORDER BY requested_at",
                row -> row.text("erasure_id"));
    }

    void countFile(Statements sql, String id, FileRow file) throws SQLException {
        sql.update(
                "UPDATE erasures SET files = files + 1, size_bytes = size_bytes + ? WHERE erasure_id = ?",
                file.file().sizeBytes(),
                id);
        if (file.blob() != null) {
            sql.update(
                    "INSERT INTO erased_blobs (erasure_id, blob_key, size_bytes) VALUES (?, ?, ?)"
                            + " ON CONFLICT (erasure_id, blob_key) DO UPDATE SET outcome = 'pending'",
                    id,
                    file.blob(),
                    file.file().sizeBytes());
        }
    }

    void countRows(Statements sql, String id, int sessions, int logEntries) throws SQLException {
        sql.update(
                "UPDATE erasures SET sessions = sessions + ?, log_entries = log_entries + ? WHERE erasure_id = ?",
                sessions,
                logEntries,
                id);
    }

    void countAccess(Statements sql, String id, int shares, int keys) throws SQLException {
        sql.update("UPDATE erasures SET shares = shares + ?, keys = keys + ? WHERE erasure_id = ?", shares, keys, id);
    }

    List<BlobKey> blobs(Statements sql, String id, String outcome) throws SQLException {
        return sql.list(
                "SELECT blob_key FROM erased_blobs WHERE erasure_id = ? AND outcome = ? ORDER BY blob_key",
                row -> new BlobKey(row.text("blob_key")),
                id,
                outcome);
    }

    void outcome(Statements sql, String id, BlobKey key, String outcome) throws SQLException {
        sql.update("UPDATE erased_blobs SET outcome = ? WHERE erasure_id = ? AND blob_key = ?", outcome, id, key);
    }

    Sum sum(Statements sql, String id, String outcome) throws SQLException {
        return sql.one(
                "SELECT COUNT(*) AS n, COALESCE(SUM(size_bytes), 0) AS size FROM erased_blobs"
                        + " WHERE erasure_id = ? AND outcome = ?",
                row -> new Sum(row.number("n"), row.number("size")),
                id,
                outcome);
    }

    /** Ends an erasure: from here on nothing of it leads to the person. */
    void complete(Statements sql, String id, List<String> heldFiles, Instant now) throws SQLException {
        sql.update(
                "UPDATE erasures SET person = NULL, held = ?, completed_at = ? WHERE erasure_id = ?",
                JSON.writeValueAsString(heldFiles),
                now,
                id);
    }

    private static Erasure erasure(Row row) throws SQLException {
        return new Erasure(
                row.text("erasure_id"),
                row.textOrNull("person"),
                row.text("pseudonym"),
                row.text("requested_by"),
                row.time("requested_at"),
                row.timeOrNull("completed_at"),
                row.number("sessions"),
                row.number("files"),
                row.number("size_bytes"),
                row.number("shares"),
                row.number("keys"),
                row.number("log_entries"),
                JSON.readValue(row.text("held"), TEXTS));
    }
}
