package dev.dossier.sessions;

import dev.dossier.access.Actor;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code sessions}. Every method works inside the transaction it is given. */
public final class SessionRows {
    private static final String SELECT = "SELECT s.session_id, s.owner, s.created_at, s.ended_at,"
            + " COUNT(f.file_id) AS total_files, COALESCE(SUM(f.file_size), 0) AS total_size"
            + " FROM sessions s LEFT JOIN conversation_files f ON f.session_id = s.session_id AND f.is_deleted = 0"
            + " AND (f.expires_at IS NULL OR f.expires_at > ?)";

    /**
     * Who a session belongs to.
     *
     * @param name the owner; null where the session has none
     */
    public record Owner(@Nullable String name) {}

    /** The owner of what has no owner. */
    public static final Owner NOBODY = new Owner(null);

    /** The owner of a session, if there is such a session. */
    public Optional<Owner> owner(Statements sql, SessionId session) throws SQLException {
        return sql.first(
                "SELECT owner FROM sessions WHERE session_id = ?",
                row -> new Owner(row.textOrNull("owner")),
                session.value());
    }

    /** Creates a session that is not there yet, as the actor's. */
    public void create(Statements sql, SessionId session, Actor actor, Instant now) throws SQLException {
        sql.update(
                "INSERT INTO sessions (session_id, owner, created_at) VALUES (?, ?, ?)",
                session.value(),
                actor.name(),
                now);
    }

    /** Opens a session again that has ended. */
    public void reopen(Statements sql, SessionId session) throws SQLException {
        sql.update(
                "UPDATE sessions SET ended_at = NULL WHERE session_id = ? AND ended_at IS NOT NULL", session.value());
    }

    /** Notes that a session has ended. */
    public void end(Statements sql, SessionId session, Instant now) throws SQLException {
        sql.update("UPDATE sessions SET ended_at = ? WHERE session_id = ?", now, session.value());
    }

    /** Forgets the sessions that have ended, have no file left and are not under legal hold, and answers how many. */
    public int removeEmptyEnded(Statements sql) throws SQLException {
        return sql.update("DELETE FROM sessions WHERE ended_at IS NOT NULL"
                + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.session_id = sessions.session_id)"
                + " AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
                + " AND h.subject_type = 'session' AND h.subject = sessions.session_id)");
    }

    /** Forgets the sessions of a person that have no file and are not under legal hold, and answers how many. */
    public int removeEmptyOf(Statements sql, String person) throws SQLException {
        return sql.update(
                "DELETE FROM sessions WHERE owner = ?"
                        + " AND NOT EXISTS (SELECT 1 FROM conversation_files f WHERE f.session_id = sessions.session_id)"
                        + " AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
                        + " AND h.subject_type = 'session' AND h.subject = sessions.session_id)",
                person);
    }

    /** A session with its sums. */
    public Optional<Session> find(Statements sql, SessionId session, Instant now) throws SQLException {
        return sql.first(
                SELECT + " WHERE s.session_id = ? GROUP BY s.session_id", SessionRows::session, now, session.value());
    }

    /** Sessions by name, after the given one. */
    List<Session> page(Statements sql, Visibility visible, String after, int limit, Instant now) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>(List.of(now, after));
        parameters.addAll(visible.parameters());
        parameters.add(limit);
        return sql.list(
                SELECT + " WHERE s.session_id > ? AND " + Visibility.CONDITION
                        + " GROUP BY s.session_id ORDER BY s.session_id LIMIT ?",
                SessionRows::session,
                parameters.toArray());
    }

    /** How many sessions there are. */
    long count(Statements sql, Visibility visible) throws SQLException {
        return sql.one(
                "SELECT COUNT(*) AS n FROM sessions s WHERE " + Visibility.CONDITION,
                row -> row.number("n"),
                visible.parameters().toArray());
    }

    /**
     * Gives some sessions without an owner the first uploader who is known, and answers which. Whoever has an owner keeps it,
     * so it can be run at any time and any number of times.
     *
     * @param limit how many at most
     */
    List<String> nameOwners(Statements sql, int limit) throws SQLException {
        String uploader = "(SELECT f.uploaded_by FROM conversation_files f WHERE f.session_id = sessions.session_id"
                + " AND f.uploaded_by IS NOT NULL ORDER BY f.uploaded_at, f.file_id LIMIT 1)";
        List<String> named = sql.list(
                "SELECT session_id FROM sessions WHERE owner IS NULL AND " + uploader
                        + " IS NOT NULL ORDER BY session_id LIMIT ?",
                row -> row.text("session_id"),
                limit);
        for (String session : named) {
            sql.update("UPDATE sessions SET owner = " + uploader + " WHERE session_id = ?", session);
        }
        return named;
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                SessionId.stored(row.text("session_id")),
                row.textOrNull("owner"),
                row.time("created_at"),
                row.timeOrNull("ended_at"),
                row.number("total_files"),
                row.number("total_size"));
    }
}
