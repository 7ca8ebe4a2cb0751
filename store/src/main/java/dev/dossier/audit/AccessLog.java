package dev.dossier.audit;

import dev.dossier.access.Actor;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table {@code file_access_log}: rows are added in the transaction of the thing they record, and stay when the file
 * goes.
 */
public final class AccessLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** Details that are the name of a person. */
    private static final List<String> NAMING = List.of("person", "actor", "via");

    private final String node;

    /** The log as this node writes it. */
    public AccessLog(String node) {
        this.node = node;
    }

    /**
     * Adds an entry.
     *
     * @param fileId null where no one file is concerned
     * @param session null where no one session is concerned
     * @param actor null where nobody said who it is
     */
    public void add(
            Statements sql,
            AccessType type,
            @Nullable String fileId,
            @Nullable String session,
            @Nullable Actor actor,
            Instant at,
            Map<String, ?> details)
            throws SQLException {
        Map<String, ?> all = withVia(actor, details);
        sql.update(
                "INSERT INTO file_access_log"
                        + " (file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                fileId,
                session,
                type,
                actor == null ? null : actor.name(),
                at,
                node,
                all.isEmpty() ? null : JSON.writeValueAsString(all));
    }

    /** Whoever asked through another stands in the log beside that other. */
    private static Map<String, ?> withVia(@Nullable Actor actor, Map<String, ?> details) {
        if (actor == null || actor.via() == null) {
            return details;
        }
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.put("via", actor.via());
        return all;
    }

    /** The entries about a file, newest first. */
    public List<AccessEntry> of(Statements sql, String fileId, int limit) throws SQLException {
        return sql.list(
                "SELECT * FROM file_access_log WHERE file_id = ? ORDER BY accessed_at DESC, log_id DESC LIMIT ?",
                AccessLog::entry,
                fileId,
                limit);
    }

    /**
     * The session that a file was in when it was last used, also after it was purged; empty where there never was such a
     * file. The name is empty where the reference system did not record it.
     */
    public Optional<String> latestSession(Statements sql, String fileId) throws SQLException {
        return sql.first(
                "SELECT COALESCE(session_id, '') AS session_id FROM file_access_log"
                        + " WHERE file_id = ? AND access_type <> 'refuse' ORDER BY accessed_at DESC, log_id DESC LIMIT 1",
                row -> row.text("session_id"),
                fileId);
    }

    /** Removes what is older than the time and not about anything under legal hold, and answers how much that was. */
    public int removeOlderThan(Statements sql, Instant time) throws SQLException {
        return sql.update(
                "DELETE FROM file_access_log WHERE accessed_at < ? AND NOT EXISTS (SELECT 1 FROM legal_holds h"
                        + " WHERE h.released_at IS NULL AND ((h.subject_type = 'file' AND h.subject = file_access_log.file_id)"
                        + " OR (h.subject_type = 'session' AND h.subject = file_access_log.session_id)"
                        + " OR (h.subject_type = 'person' AND h.subject = file_access_log.accessed_by)))",
                time);
    }

    /** Takes out what the entries about a file say beside who did what and when, and answers how many entries those were. */
    public int redact(Statements sql, String fileId) throws SQLException {
        return sql.update(
                "UPDATE file_access_log SET access_metadata = NULL WHERE file_id = ? AND access_metadata IS NOT NULL",
                fileId);
    }

    /** Puts a pseudonym in the place of the empty sessions of a person, and answers how many entries those were. */
    public int replaceSessions(Statements sql, String person, String pseudonym) throws SQLException {
        return sql.update(
                "UPDATE file_access_log SET session_id = ? WHERE session_id IN (SELECT s.session_id FROM sessions s"
                        + " WHERE s.owner = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM conversation_files f WHERE f.session_id = s.session_id)"
                        + " AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
                        + " AND h.subject_type = 'session' AND h.subject = s.session_id))",
                pseudonym,
                person);
    }

    /**
     * Puts a pseudonym in the place of a person whom entries name beside who did it: with whom something was shared, whose key
     * it was, through whom somebody asked. Answers how many entries those were. Entries about sessions under legal hold stay.
     */
    public int replaceNamed(Statements sql, String person, String pseudonym) throws SQLException {
        int replaced = 0;
        for (String key : NAMING) {
            replaced += sql.update(
                    "UPDATE file_access_log SET access_metadata = json_set(access_metadata, '$." + key + "', ?)"
                            + " WHERE CASE WHEN json_valid(access_metadata)"
                            + " THEN json_extract(access_metadata, '$." + key + "') END = ?"
                            + " AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
                            + " AND h.subject_type = 'session' AND h.subject = file_access_log.session_id)",
                    pseudonym,
                    person);
        }
        return replaced;
    }

    /**
     * Puts a pseudonym in the place of a person, and takes out what is said of files that the person had and that are gone;
     * answers how many entries that were. Entries about files that are there stay as they are when those are under legal hold.
     */
    public int replacePerson(Statements sql, String person, String pseudonym) throws SQLException {
        int redacted = sql.update(
                "UPDATE file_access_log SET access_metadata = NULL WHERE access_metadata IS NOT NULL"
                        + " AND file_id IN (SELECT u.file_id FROM file_access_log u"
                        + " WHERE u.accessed_by = ? AND u.access_type = 'upload')"
                        + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.file_id = file_access_log.file_id)",
                person);
        return redacted
                + sql.update(
                        "UPDATE file_access_log SET accessed_by = ? WHERE accessed_by = ? AND NOT EXISTS"
                                + " (SELECT 1 FROM conversation_files f JOIN sessions s ON s.session_id = f.session_id"
                                + " WHERE f.file_id = file_access_log.file_id AND EXISTS (SELECT 1 FROM legal_holds h"
                                + " WHERE h.released_at IS NULL AND ((h.subject_type = 'file' AND h.subject = f.file_id)"
                                + " OR (h.subject_type = 'session' AND h.subject = f.session_id)"
                                + " OR (h.subject_type = 'person' AND h.subject IN (s.owner, f.uploaded_by)))))",
                        pseudonym,
                        person);
    }

    private static AccessEntry entry(Row row) throws SQLException {
        String details = row.textOrNull("access_metadata");
        return new AccessEntry(
                row.text("access_type"),
                row.textOrNull("file_id"),
                row.textOrNull("session_id"),
                row.textOrNull("accessed_by"),
                row.time("accessed_at"),
                row.textOrNull("node"),
                details == null ? Map.of() : details(details));
    }

    private static Map<String, String> details(String json) {
        Map<String, String> details = new LinkedHashMap<>();
        try {
            JSON.readValue(json, OBJECT).forEach((key, value) -> details.put(key, String.valueOf(value)));
        } catch (JacksonException e) {
            details.put("text", json); // the reference system let any text in
        }
        return details;
    }
}
