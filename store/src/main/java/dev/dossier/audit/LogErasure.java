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
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what the log says of a person out of it, or puts a pseudonym in its place, within one transaction. The chain still
 * holds, and {@link #complete} adds an entry that accounts for it. Not thread-safe.
 */
public final class LogErasure {
    /** So many entries that whoever wants to write meanwhile waits for a moment only. */
    private static final int BATCH = 1000;

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

    /** Takes out what the entries about a file say beside who did what and when. */
    public void file(String fileId) throws SQLException {
        List<LogRow> rows;
        long after = 0;
        do {
            rows = sql.list(
                    "SELECT * FROM file_access_log WHERE file_id = ? AND access_metadata IS NOT NULL AND log_id > ? AND "
                            + Mention.IS_ERASABLE + " ORDER BY log_id LIMIT ?",
                    LogRow::of,
                    fileId,
                    after,
                    BATCH);
            for (LogRow row : rows) {
                replace(row, Map.of(ErasableField.DETAILS, Optional.empty()));
                after = row.id();
            }
        } while (rows.size() == BATCH);
    }

    /**
     * Puts the pseudonym in the place of a person in the next entries that name the person as who did it, as whose session it was,
     * or in their details; and in the place of the person's sessions that are empty or gone. Takes out what is said of files that
     * the person had added and that are gone. Entries about sessions and files under legal hold stay as they are.
     *
     * @param after the entries up to this {@code log_id} are done; 0 for none
     * @return where to go on; empty when no more entries name the person
     */
    public OptionalLong person(String person, long after) throws SQLException {
        List<Mention> mentions = Mention.next(sql, person, pseudonym, after, BATCH);
        for (Mention mention : mentions) {
            replace(mention.row(), replacements(mention.places()));
        }
        return mentions.size() < BATCH
                ? OptionalLong.empty()
                : OptionalLong.of(mentions.getLast().row().id());
    }

    private Map<ErasableField, Optional<String>> replacements(Set<Mention.Place> places) {
        Map<ErasableField, Optional<String>> replacements = new EnumMap<>(ErasableField.class);
        Map<String, String> details = new LinkedHashMap<>();
        for (Mention.Place place : places) {
            switch (place) {
                case ACTOR -> {
                    replacements.put(ErasableField.ACTOR, Optional.of(pseudonym));
                    replacements.put(ErasableField.ADDRESS, Optional.empty());
                }
                case OWNER -> replacements.put(ErasableField.OWNER, Optional.of(pseudonym));
                case EMPTY_SESSION, GONE_SESSION -> replacements.put(ErasableField.SESSION, Optional.of(pseudonym));
                case TO_SESSION, PERSON, OF_KEY, VIA -> {
                    place.detail().ifPresent(key -> details.put(key, pseudonym));
                    replacements.put(ErasableField.DETAILS, Optional.of(JSON.writeValueAsString(details)));
                }
                case GONE_FILE -> replacements.put(ErasableField.DETAILS, Optional.empty());
            }
        }
        return replacements;
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
