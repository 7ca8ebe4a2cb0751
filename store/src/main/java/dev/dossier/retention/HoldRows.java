package dev.dossier.retention;

import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table {@code legal_holds}. Every method works inside the transaction it is given. */
public final class HoldRows {
    /** A condition: the file {@code f} of the session {@code s} is held by an active hold, in whichever way. */
    public static final String FILE_IS_HELD = "EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL AND"
            + " ((h.subject_type = 'file' AND h.subject = f.file_id)"
            + " OR (h.subject_type = 'session' AND h.subject = f.session_id)"
            + " OR (h.subject_type = 'person' AND h.subject IN (s.owner, f.uploaded_by))))";

    private static final String ACTIVE = "SELECT 1 AS one FROM legal_holds WHERE released_at IS NULL";

    /** Adds a hold. */
    public void add(Statements sql, LegalHold hold) throws SQLException {
        sql.update(
                "INSERT INTO legal_holds (hold_id, subject_type, subject, reason, placed_by, placed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                hold.id(),
                hold.subject().type(),
                hold.subject().id(),
                hold.reason(),
                hold.placedBy(),
                hold.placedAt());
    }

    /** Notes that a hold was released. */
    public void release(Statements sql, String id, String by, Instant at) throws SQLException {
        sql.update(
                "UPDATE legal_holds SET released_by = ?, released_at = ? WHERE hold_id = ? AND released_at IS NULL",
                by,
                at,
                id);
    }

    /** The hold of that identifier, released or not. */
    public Optional<LegalHold> find(Statements sql, String id) throws SQLException {
        return sql.first("SELECT * FROM legal_holds WHERE hold_id = ?", HoldRows::hold, id);
    }

    /** The newest holds. */
    public List<LegalHold> newest(Statements sql, boolean includeReleased, int limit) throws SQLException {
        return sql.list(
                "SELECT * FROM legal_holds WHERE (released_at IS NULL OR ?) ORDER BY placed_at DESC, hold_id LIMIT ?",
                HoldRows::hold,
                includeReleased,
                limit);
    }

    /** The newest of those that come after a hold, newest first. */
    public List<LegalHold> after(Statements sql, LegalHold hold, boolean includeReleased, int limit)
            throws SQLException {
        return sql.list(
                "SELECT * FROM legal_holds WHERE (released_at IS NULL OR ?)"
                        + " AND (placed_at < ? OR (placed_at = ? AND hold_id > ?)) ORDER BY placed_at DESC, hold_id LIMIT ?",
                HoldRows::hold,
                includeReleased,
                hold.placedAt(),
                hold.placedAt(),
                hold.id(),
                limit);
    }

    /** Whether files that a person brings to a session are held from the beginning. */
    public boolean holdsNewFiles(Statements sql, String session, String person) throws SQLException {
        return sql.first(
                        ACTIVE
                                + " AND ((subject_type = 'session' AND subject = ?) OR (subject_type = 'person' AND (subject = ?"
                                + " OR subject = (SELECT owner FROM sessions WHERE session_id = ?))))",
                        row -> row.number("one"),
                        session,
                        person,
                        session)
                .isPresent();
    }

    /** The first active hold on all that a person has, by identifier. */
    public Optional<String> ofPerson(Statements sql, String person) throws SQLException {
        return sql.first(
                "SELECT hold_id FROM legal_holds WHERE released_at IS NULL AND subject_type = 'person' AND subject = ?"
                        + " ORDER BY placed_at, hold_id LIMIT 1",
                row -> row.text("hold_id"),
                person);
    }

    private static LegalHold hold(Row row) throws SQLException {
        return new LegalHold(
                row.text("hold_id"),
                new HoldSubject(
                        HoldSubject.Type.valueOf(row.text("subject_type").toUpperCase(Locale.ROOT)),
                        row.text("subject")),
                row.text("reason"),
                row.text("placed_by"),
                row.time("placed_at"),
                row.textOrNull("released_by"),
                row.timeOrNull("released_at"));
    }
}
