package dev.dossier.files;

import dev.dossier.database.Statements;
import dev.dossier.sessions.Visibility;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums over the files of the sessions that somebody may see. */
final class FileSums {
    private static final String VISIBLE_FILES =
            " FROM conversation_files f JOIN sessions s ON s.session_id = f.session_id";

    private static final String STORED = "SELECT COALESCE(SUM(b.size_bytes), 0) FROM blobs b WHERE b.state = 'live'"
            + " AND (CAST(? AS TEXT) IS NULL OR b.blob_key IN (SELECT f.blob_key" + VISIBLE_FILES + " WHERE "
            + Visibility.CONDITION + "))";

    private static final String QUARANTINED = "SELECT COUNT(*)" + VISIBLE_FILES
            + " LEFT JOIN blobs b ON b.blob_key = f.blob_key WHERE (f.blob_key IS NULL OR b.state = 'quarantined') AND "
            + Visibility.CONDITION;

    private static final String ALL = "SELECT COALESCE(SUM(1 - f.is_deleted), 0) AS files,"
            + " COALESCE(SUM(CASE WHEN f.is_deleted = 0 THEN f.file_size END), 0) AS size,"
            + " COUNT(DISTINCT CASE WHEN f.is_deleted = 0 THEN f.session_id END) AS sessions,"
            + " COALESCE(SUM(f.is_deleted), 0) AS deleted,"
            + " COALESCE(SUM(CASE WHEN f.is_deleted = 1 THEN f.file_size END), 0) AS deleted_size,"
            + " (" + STORED + ") AS stored, (" + QUARANTINED + ") AS quarantined" + VISIBLE_FILES
            + " WHERE (f.expires_at IS NULL OR f.expires_at > ?) AND " + Visibility.CONDITION;

    StorageStatistics of(Statements sql, Visibility visible, Instant now) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(visible.person());
        parameters.addAll(visible.parameters());
        parameters.addAll(visible.parameters());
        parameters.add(now);
        parameters.addAll(visible.parameters());
        return sql.one(
                ALL,
                row -> new StorageStatistics(
                        row.number("files"),
                        row.number("size"),
                        row.number("sessions"),
                        row.number("deleted"),
                        row.number("deleted_size"),
                        row.number("stored"),
                        row.number("quarantined")),
                parameters.toArray());
    }
}
