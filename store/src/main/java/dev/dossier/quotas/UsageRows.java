package dev.dossier.quotas;

import dev.dossier.database.Statements;
import java.sql.SQLException;

/**
 * The table {@code storage_usage}. Triggers keep it in the transaction of the files themselves, so it is never older or newer
 * than they are.
 */
public final class UsageRows {
    long ofEverything(Statements sql) throws SQLException {
        return used(sql, "total", "");
    }

    /** What is in the sessions of an owner; the empty name is nobody's. */
    long ofOwner(Statements sql, String owner) throws SQLException {
        return used(sql, "owner", owner);
    }

    /** Forgets an owner without files. */
    public void forget(Statements sql, String owner) throws SQLException {
        sql.update("DELETE FROM storage_usage WHERE scope = 'owner' AND owner = ? AND files = 0", owner);
    }

    /** The owner of a session; the empty name where it has none. */
    String owner(Statements sql, String session) throws SQLException {
        return sql.first(
                        "SELECT COALESCE(owner, '') AS owner FROM sessions WHERE session_id = ?",
                        row -> row.text("owner"),
                        session)
                .orElse("");
    }

    private static long used(Statements sql, String scope, String owner) throws SQLException {
        return sql.first(
                        "SELECT size_bytes FROM storage_usage WHERE scope = ? AND owner = ?",
                        row -> row.number("size_bytes"),
                        scope,
                        owner)
                .orElse(0L);
    }
}
