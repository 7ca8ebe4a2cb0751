package dev.dossier.audit;

import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry of the log that tells something of a person. Entries about sessions and files under legal hold do not count, nor
 * those in which the log tells of itself.
 *
 * @param places where it does
 */
record Mention(LogRow row, Set<Place> places) {
    private static final String SESSION_IS_HELD = "EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
            + " AND h.subject_type = 'session' AND h.subject = l.session_id)";

    private static final String FILE_IS_HELD =
            "EXISTS (SELECT 1 FROM conversation_files f JOIN sessions s ON s.session_id = f.session_id"
                    + " WHERE f.file_id = l.file_id AND EXISTS (SELECT 1 FROM legal_holds h"
                    + " WHERE h.released_at IS NULL AND ((h.subject_type = 'file' AND h.subject = f.file_id)"
                    + " OR (h.subject_type = 'session' AND h.subject = f.session_id)"
                    + " OR (h.subject_type = 'person' AND h.subject IN (s.owner, f.uploaded_by)))))";

    private static final String IS_FREE = " AND NOT " + SESSION_IS_HELD + " AND NOT " + FILE_IS_HELD;

    private static final String IN_EMPTY = " IN (SELECT s.session_id FROM sessions s WHERE s.owner = ?"
            + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.session_id = s.session_id))";

    /** A condition for entries that an erasure may change at all. */
    static final String IS_ERASABLE = "access_type NOT IN ('anchor', 'erase')";

    /** Where an entry may tell something of a person. */
    enum Place {
        /** It names the person as who did it. */
        ACTOR("l.accessed_by = ?" + IS_FREE),
        /** It names the person as whose session it was. */
        OWNER("l.owner = ?" + IS_FREE),
        /** It names a session of the person that is empty, also where files of others were moved there. */
        EMPTY_SESSION("l.session_id" + IN_EMPTY + " AND NOT " + SESSION_IS_HELD),
        /** It names a session of the person that is gone. */
        GONE_SESSION("l.owner = ? AND NOT EXISTS (SELECT 1 FROM sessions s JOIN conversation_files f"
                + " ON f.session_id = s.session_id WHERE s.session_id = l.session_id AND s.owner = l.owner)"
                + IS_FREE),
        /** Its details name an empty session of the person. */
        TO_SESSION("to_session", IN_EMPTY),
        /** Its details name the person as with whom something was shared. */
        PERSON("person", " = ?"),
        /** Its details name the person as whose key it was. */
        OF_KEY("actor", " = ?"),
        /** Its details name the person as through whom somebody asked. */
        VIA("via", " = ?"),
        /** Its details are of a file that is gone and that was added by the person, named so or already by the pseudonym. */
        GONE_FILE("l.access_metadata IS NOT NULL AND l.file_id IN (SELECT u.file_id FROM file_access_log u"
                + " WHERE u.accessed_by IN (?, ?) AND u.access_type = 'upload')"
                + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.file_id = l.file_id)");

        private final String condition;
        private final Optional<String> detail;

        Place(String condition) {
            this.condition = condition;
            this.detail = Optional.empty();
        }

        Place(String detail, String test) {
            this.condition = "CASE WHEN json_valid(l.access_metadata) THEN json_extract(l.access_metadata, '$." + detail
                    + "') END" + test + IS_FREE;
            this.detail = Optional.of(detail);
        }

        /** The detail whose value it is. */
        Optional<String> detail() {
            return detail;
        }

        private int parameters() {
            return (int) condition.chars().filter(c -> c == '?').count();
        }

        private String column() {
            return "in_" + name().toLowerCase(Locale.ROOT);
        }

        private String selected() {
            return "CASE WHEN " + condition + " THEN 1 ELSE 0 END AS " + column();
        }
    }

    private static final String NEXT = "SELECT * FROM (SELECT l.*, "
            + Stream.of(Place.values()).map(Place::selected).collect(Collectors.joining(", "))
            + " FROM file_access_log l WHERE l.log_id > ? AND l." + IS_ERASABLE + ") t WHERE "
            + Stream.of(Place.values()).map(Place::column).collect(Collectors.joining(" + "))
            + " > 0 ORDER BY log_id LIMIT ?";

    /** The first of those that come after an entry, at most so many. */
    static List<Mention> next(Statements sql, String person, String pseudonym, long after, int limit)
            throws SQLException {
        List<Object> parameters = new ArrayList<>();
        for (Place place : Place.values()) {
            parameters.addAll(List.of(person, pseudonym).subList(0, place.parameters()));
        }
        parameters.add(after);
        parameters.add(limit);
        return sql.list(NEXT, Mention::of, parameters.toArray());
    }

    private static Mention of(Row row) throws SQLException {
        Set<Place> places = EnumSet.noneOf(Place.class);
        for (Place place : Place.values()) {
            if (row.number(place.column()) > 0) {
                places.add(place);
            }
        }
        return new Mention(LogRow.of(row), places);
    }
}
