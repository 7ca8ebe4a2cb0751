package dev.dossier.audit;

import dev.dossier.access.Actor;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what the log says of a person out of it, or puts a pseudonym in its place, within one transaction. The chain still
 * holds, and {@link #complete} adds an entry that accounts for it. Not thread-safe.
 */
public final class LogErasure {
    /** Details that are the name of a person. */
    private static final List<String> NAMING = List.of("person", "actor", "via");

    private static final int BATCH = 500;

    private static final String SESSION_IS_HELD = "EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
            + " AND h.subject_type = 'session' AND h.subject = l.session_id)";

    private static final String FILE_IS_HELD =
            "EXISTS (SELECT 1 FROM conversation_files f JOIN sessions s ON s.session_id = f.session_id"
                    + " WHERE f.file_id = l.file_id AND EXISTS (SELECT 1 FROM legal_holds h"
                    + " WHERE h.released_at IS NULL AND ((h.subject_type = 'file' AND h.subject = f.file_id)"
                    + " OR (h.subject_type = 'session' AND h.subject = f.session_id)"
                    + " OR (h.subject_type = 'person' AND h.subject IN (s.owner, f.uploaded_by)))))";

    private static final String IS_HELD = "(" + SESSION_IS_HELD + " OR " + FILE_IS_HELD + ")";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Statements sql;
    private final AccessLog log;
    private final String pseudonym;
    private final Set<Long> touched = new HashSet<>();
    private long fields;

    LogErasure(Statements sql, AccessLog log, String pseudonym) {
        this.sql = sql;
        this.log = log;
        this.pseudonym = pseudonym;
    }

    /** What new values the fields of an entry get. */
    private interface Replacing {
        Map<ErasableField, Optional<String>> of(LogRow row);
    }

    /** Takes out what the entries about a file say beside who did what and when. */
    public void file(String fileId) throws SQLException {
        replace("l.file_id = ? AND l.access_metadata IS NOT NULL", LogErasure::withoutDetails, fileId);
    }

    /**
     * Puts the pseudonym in the place of sessions of a person that are empty, also where files of others were moved there, and of
     * those that are no longer there.
     */
    public void sessionsOf(String person) throws SQLException {
        String empty = " IN (SELECT s.session_id FROM sessions s WHERE s.owner = ?"
                + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.session_id = s.session_id))"
                + " AND NOT " + SESSION_IS_HELD;
        String gone = "l.owner = ? AND NOT EXISTS (SELECT 1 FROM sessions s JOIN conversation_files f"
                + " ON f.session_id = s.session_id WHERE s.session_id = l.session_id AND s.owner = l.owner)"
                + " AND NOT " + IS_HELD;
        replace("l.session_id" + empty, row -> Map.of(ErasableField.SESSION, Optional.of(pseudonym)), person);
        replace(gone, row -> Map.of(ErasableField.SESSION, Optional.of(pseudonym)), person);
        replace(detail("to_session") + empty + " AND NOT " + FILE_IS_HELD, row -> details("to_session"), person);
    }

    /**
     * Puts the pseudonym in the place of a person whom entries name beside who did it: whose session it was, with whom something
     * was shared, whose key it was, through whom somebody asked. Entries about sessions and files under legal hold stay.
     */
    public void named(String person) throws SQLException {
        replace("l.owner = ? AND NOT " + IS_HELD, row -> Map.of(ErasableField.OWNER, Optional.of(pseudonym)), person);
        for (String key : NAMING) {
            replace(detail(key) + " = ? AND NOT " + IS_HELD, row -> details(key), person);
        }
    }

    /**
     * Puts the pseudonym in the place of a person, and takes out what is said of files that the person had and that are gone.
     * Entries about sessions and files under legal hold stay as they are.
     */
    public void person(String person) throws SQLException {
        replace(
                "l.access_metadata IS NOT NULL AND l.file_id IN (SELECT u.file_id FROM file_access_log u"
                        + " WHERE u.accessed_by = ? AND u.access_type = 'upload')"
                        + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.file_id = l.file_id)",
                LogErasure::withoutDetails,
                person);
        replace(
                "l.accessed_by = ? AND NOT " + IS_HELD,
                row -> Map.of(ErasableField.ACTOR, Optional.of(pseudonym), ErasableField.ADDRESS, Optional.empty()),
                person);
    }

    /** Adds the entry that accounts for all this, where there was anything, and answers how many entries were changed. */
    public int complete(Actor actor, Instant at) throws SQLException {
        if (fields > 0) {
            log.add(
                    sql,
                    AccessType.ERASE,
                    null,
                    null,
                    actor,
                    at,
                    Map.of("pseudonym", pseudonym, "fields", fields, "entries", touched.size()));
        }
        return touched.size();
    }

    private static String detail(String key) {
        return "CASE WHEN json_valid(l.access_metadata) THEN json_extract(l.access_metadata, '$." + key + "') END";
    }

    private Map<ErasableField, Optional<String>> details(String key) {
        return Map.of(ErasableField.DETAILS, Optional.of(JSON.writeValueAsString(Map.of(key, pseudonym))));
    }

    private static Map<ErasableField, Optional<String>> withoutDetails(LogRow row) {
        return Map.of(ErasableField.DETAILS, Optional.empty());
    }

    private void replace(String condition, Replacing replacing, String parameter) throws SQLException {
        long read = 0;
        List<LogRow> batch;
        do {
            batch = sql.list(
                    "SELECT l.* FROM file_access_log l WHERE " + condition
                            + " AND l.access_type NOT IN ('anchor', 'erase') AND l.log_id > ? ORDER BY l.log_id LIMIT "
                            + BATCH,
                    LogRow::of,
                    parameter,
                    read);
            for (LogRow row : batch) {
                replace(row, replacing.of(row));
                read = row.id();
            }
        } while (batch.size() == BATCH);
    }

    private void replace(LogRow row, Map<ErasableField, Optional<String>> replacements) throws SQLException {
        Map<ErasableField, @Nullable String> values = new EnumMap<>(ErasableField.class);
        values.putAll(row.values());
        Redaction redaction = row.redaction();
        Map<String, String> salts = new LinkedHashMap<>();
        for (ErasableField field : ErasableField.values()) {
            if (!redaction.took(field)) {
                salts.put(field.column(), row.salt(field));
            }
        }
        redaction = new Redaction(salts, redaction.fields());
        for (Map.Entry<ErasableField, Optional<String>> replacement : replacements.entrySet()) {
            ErasableField field = replacement.getKey();
            if (row.value(field) != null) {
                values.put(field, replacement.getValue().orElse(null));
                if (row.isChained() && !redaction.took(field, pseudonym)) {
                    redaction = redaction.and(field, row.commitment(field), pseudonym);
                    fields++;
                }
            }
        }
        touched.add(row.id());
        sql.update(
                "UPDATE file_access_log SET accessed_by = ?, session_id = ?, owner = ?, address = ?, access_metadata = ?,"
                        + " salt = NULL, redaction = ? WHERE log_id = ?",
                values.get(ErasableField.ACTOR),
                values.get(ErasableField.SESSION),
                values.get(ErasableField.OWNER),
                values.get(ErasableField.ADDRESS),
                values.get(ErasableField.DETAILS),
                row.isChained() ? redaction.json() : null,
                row.id());
    }
}
