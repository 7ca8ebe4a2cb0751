package dev.dossier.sessions;

import dev.dossier.access.Grant;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code session_shares}. Every method works inside the transaction it is given. */
public final class ShareRows {
    private static final String SELECT =
            "SELECT session_id, person, role, shared_by, shared_at FROM session_shares WHERE session_id = ?";

    /** How a session is shared with a person, if it is. */
    Optional<Grant> grant(Statements sql, String session, String person) throws SQLException {
        return sql.first(
                "SELECT role FROM session_shares WHERE session_id = ? AND person = ?",
                row -> Grant.parse(row.text("role")),
                session,
                person);
    }

    Optional<Share> find(Statements sql, SessionId session, String person) throws SQLException {
        return sql.first(SELECT + " AND person = ?", ShareRows::share, session, person);
    }

    List<Share> of(Statements sql, SessionId session) throws SQLException {
        return sql.list(SELECT + " ORDER BY person", ShareRows::share, session);
    }

    /** Shares, anew or in another way than before. */
    void put(Statements sql, Share share) throws SQLException {
        sql.update(
                "INSERT INTO session_shares (session_id, person, role, shared_by, shared_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_id, person) DO UPDATE SET role = excluded.role,"
                        + " shared_by = excluded.shared_by, shared_at = excluded.shared_at",
                share.session(),
                share.person(),
                share.grant(),
                share.sharedBy(),
                share.sharedAt());
    }

    void remove(Statements sql, SessionId session, String person) throws SQLException {
        sql.update("DELETE FROM session_shares WHERE session_id = ? AND person = ?", session, person);
    }

    /** Shares nothing with a person any longer, and answers how many sessions were. */
    public int removeOf(Statements sql, String person) throws SQLException {
        return sql.update("DELETE FROM session_shares WHERE person = ?", person);
    }

    /** Puts a pseudonym in the place of a person who shared. */
    public void replaceSharer(Statements sql, String person, String pseudonym) throws SQLException {
        sql.update("UPDATE session_shares SET shared_by = ? WHERE shared_by = ?", pseudonym, person);
    }

    private static Share share(Row row) throws SQLException {
        return new Share(
                SessionId.stored(row.text("session_id")),
                row.text("person"),
                Grant.parse(row.text("role")),
                row.text("shared_by"),
                row.time("shared_at"));
    }
}
