package dev.dossier.files;

import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import dev.dossier.sessions.Visibility;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of files, page by page. A page goes on after the sort key and identifier of the last file of the page before, so
 * nothing is skipped or shown twice when files come and go meanwhile, and the position outlives its file.
 */
final class FilePages {
    private final FileRows rows;

    FilePages(FileRows rows) {
        this.rows = rows;
    }

    /**
     * One page.
     *
     * @param visible list only the files in these sessions
     */
    FileListing list(Statements sql, FileQuery query, Visibility visible, Instant now) throws SQLException {
        Condition condition = condition(query, visible, now);
        String key = key(query.sort());
        String direction = query.order() == FileQuery.Order.ASC ? "ASC" : "DESC";
        Condition page = condition.copy();
        if (query.cursor() != null) {
            Cursor cursor = Cursor.parse(query.cursor(), query.sort());
            page.and("(" + key + ", f.file_id) " + (direction.equals("ASC") ? ">" : "<") + " (?, ?)");
            page.parameters.add(cursor.key());
            page.parameters.add(cursor.fileId());
        }
        page.parameters.add(query.limit() + 1);
        List<FileRow> found = sql.list(
                FileRows.SELECT + page.text + " ORDER BY " + key + " " + direction + ", f.file_id " + direction
                        + " LIMIT ?",
                FileRows::row,
                page.parameters.toArray());
        boolean more = found.size() > query.limit();
        List<StoredFile> files = new ArrayList<>();
        for (FileRow row : more ? found.subList(0, query.limit()) : found) {
            files.add(rows.withMetadata(sql, row).file());
        }
        return sql.one(
                "SELECT COUNT(*) AS n, COALESCE(SUM(f.file_size), 0) AS size FROM conversation_files f"
                        + " JOIN sessions s ON s.session_id = f.session_id" + condition.text,
                (Row row) -> new FileListing(
                        files,
                        more ? Cursor.after(files.getLast(), query.sort()).toString() : null,
                        row.number("n"),
                        row.number("size")),
                condition.parameters.toArray());
    }

    private static Condition condition(FileQuery query, Visibility visible, Instant now) {
        Condition condition = new Condition();
        condition.and("(f.expires_at IS NULL OR f.expires_at > ?)");
        condition.parameters.add(now);
        if (query.session() != null) {
            condition.and("f.session_id = ?");
            condition.parameters.add(query.session());
        }
        if (!query.includeDeleted()) {
            condition.and("f.is_deleted = 0");
        }
        if (query.nameContains() != null && !query.nameContains().isEmpty()) {
            condition.and("lower(f.original_filename) LIKE lower(?) ESCAPE '\\'");
            condition.parameters.add("%" + query.nameContains().replaceAll("[\\\\%_]", "\\\\$0") + "%");
        }
        if (!visible.isEverything()) {
            condition.and(Visibility.CONDITION);
            condition.parameters.addAll(visible.parameters());
        }
        return condition;
    }

    private static String key(FileQuery.Sort sort) {
        return switch (sort) {
            case NAME -> "f.original_filename";
            case DATE -> "f.uploaded_at";
            case SIZE -> "f.file_size";
            case TYPE -> "COALESCE(f.mime_type, 'application/octet-stream')";
        };
    }

    private static final class Condition {
        private String text = "";
        private final List<@Nullable Object> parameters = new ArrayList<>();

        /** Adds a fixed text; values are bound. */
        void and(String fixed) {
            text += (text.isEmpty() ? " WHERE " : " AND ") + fixed;
        }

        Condition copy() {
            Condition copy = new Condition();
            copy.text = text;
            copy.parameters.addAll(parameters);
            return copy;
        }
    }
}
