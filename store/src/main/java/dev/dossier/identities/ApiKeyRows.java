package dev.dossier.identities;

import dev.dossier.access.Role;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code api_keys}. Every method works inside the transaction it is given. */
public final class ApiKeyRows {
    private static final String SELECT =
            "SELECT key_id, actor, role, secret_sha256, created_at, expires_at, revoked_at,"
                    + " last_used_at FROM api_keys";

    /** A key and the hash of its secret. */
    record Hashed(ApiKey key, String hash) {}

    void add(Statements sql, ApiKey key, String hash) throws SQLException {
        sql.update(
                "INSERT INTO api_keys (key_id, actor, role, secret_sha256, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                key.id(),
                key.actor(),
                key.role(),
                hash,
                key.createdAt(),
                key.expiresAt());
    }

    List<ApiKey> all(Statements sql) throws SQLException {
        return sql.list(
                SELECT + " ORDER BY created_at, key_id", row -> hashed(row).key());
    }

    Optional<Hashed> find(Statements sql, String id) throws SQLException {
        return sql.first(SELECT + " WHERE key_id = ?", ApiKeyRows::hashed, id);
    }

    /** Revokes a key; one that is revoked already stays so since then. */
    void revoke(Statements sql, String id, Instant now) throws SQLException {
        sql.update("UPDATE api_keys SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL", now, id);
    }

    /** Notes a use, unless a later one than that limit is noted. */
    void use(Statements sql, String id, Instant now, Instant limit) throws SQLException {
        sql.update(
                "UPDATE api_keys SET last_used_at = ? WHERE key_id = ? AND (last_used_at IS NULL OR last_used_at < ?)",
                now,
                id,
                limit);
    }

    /** Removes the keys of a person, good or not, and answers how many those were. */
    public int removeOf(Statements sql, String person) throws SQLException {
        return sql.update("DELETE FROM api_keys WHERE actor = ?", person);
    }

    private static Hashed hashed(Row row) throws SQLException {
        ApiKey key = new ApiKey(
                row.text("key_id"),
                row.text("actor"),
                Role.parse(row.text("role")),
                row.time("created_at"),
                row.timeOrNull("expires_at"),
                row.timeOrNull("revoked_at"),
                row.timeOrNull("last_used_at"));
        return new Hashed(key, row.text("secret_sha256"));
    }
}
