package dev.dossier.audit;

import dev.dossier.access.Actor;
import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import dev.dossier.database.Times;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table {@code file_access_log}: rows are added in the transaction of the thing they record, and stay when the file goes.
 * The rows of each node are a chain: each has the hash of the one before it in its own, so that what was changed, cut out or
 * put in between shows ({@link AuditTrail#verify}). Immutable and thread-safe; every method works inside the transaction that
 * it is given.
 */
public final class AccessLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** What was asked for was done. */
    public static final String DONE = "done";

    /** It was refused. */
    public static final String REFUSED = "refused";

    /** It was done, and would have been refused if access were enforced. */
    public static final String TOLERATED = "tolerated";

    private final String node;

    /** The log as this node writes it. */
    public AccessLog(String node) {
        this.node = node;
    }

    /**
     * Adds an entry at the end of this node's chain.
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
        add(sql, type, fileId, session, actor, actor == null ? null : actor.address(), at, details);
    }

    /** Adds a refusal that no session or file is concerned with, of somebody who may be known by an address only. */
    void addRefusal(Statements sql, @Nullable Actor actor, @Nullable String address, Instant at, Map<String, ?> details)
            throws SQLException {
        add(sql, AccessType.REFUSE, null, null, actor, address, at, details);
    }

    private void add(
            Statements sql,
            AccessType type,
            @Nullable String fileId,
            @Nullable String session,
            @Nullable Actor actor,
            @Nullable String address,
            Instant at,
            Map<String, ?> details)
            throws SQLException {
        Optional<Link> head = Chains.head(sql, node);
        Link before = head.isPresent() ? head.get() : anchor(sql, Chains.first(sql), at, Link.NONE);
        Map<String, ?> all = withVia(actor, details);
        Map<ErasableField, String> values = new EnumMap<>(ErasableField.class);
        put(values, ErasableField.ACTOR, actor == null ? null : actor.name());
        put(values, ErasableField.SESSION, session);
        put(values, ErasableField.OWNER, session == null ? null : owner(sql, session));
        put(values, ErasableField.ADDRESS, address);
        put(values, ErasableField.DETAILS, all.isEmpty() ? null : JSON.writeValueAsString(all));
        append(sql, type, fileId, Times.format(at), result(type, details), values, before);
    }

    /** An erasure that puts a pseudonym in a person's place, in that transaction. */
    public LogErasure erasure(Statements sql, String pseudonym) {
        return new LogErasure(sql, this, pseudonym);
    }

    /** Adds an anchor at the end of this node's chain. */
    void anchor(Statements sql, Anchor anchor, Instant at) throws SQLException {
        anchor(sql, anchor, at, Chains.newest(sql, node).orElse(anchor.start(node)));
    }

    private Link anchor(Statements sql, Anchor anchor, Instant at, Link before) throws SQLException {
        Map<ErasableField, String> values = new EnumMap<>(ErasableField.class);
        values.put(ErasableField.DETAILS, JSON.writeValueAsString(anchor.details()));
        return append(sql, AccessType.ANCHOR, null, Times.format(at), DONE, values, before);
    }

    private Link append(
            Statements sql,
            AccessType type,
            @Nullable String fileId,
            String at,
            String result,
            Map<ErasableField, String> values,
            Link before)
            throws SQLException {
        LogRow row = new LogRow(
                0,
                type.toString(),
                fileId,
                at,
                node,
                result,
                values,
                before.sequence() + 1,
                Seal.newSalt(),
                null,
                Redaction.NONE);
        String hash = Seal.hash(before, row);
        sql.update(
                "INSERT INTO file_access_log (file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata,"
                        + " owner, address, result, sequence, salt, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                fileId,
                row.value(ErasableField.SESSION),
                row.type(),
                row.value(ErasableField.ACTOR),
                at,
                node,
                row.value(ErasableField.DETAILS),
                row.value(ErasableField.OWNER),
                row.value(ErasableField.ADDRESS),
                result,
                row.sequence(),
                row.salt(),
                hash);
        return new Link(row.sequence(), hash);
    }

    private static void put(Map<ErasableField, String> values, ErasableField field, @Nullable String value) {
        if (value != null) {
            values.put(field, value);
        }
    }

    private static @Nullable String owner(Statements sql, String session) throws SQLException {
        return sql.first(
                        "SELECT COALESCE(owner, '') AS owner FROM sessions WHERE session_id = ?",
                        row -> row.text("owner"),
                        session)
                .filter(owner -> !owner.isEmpty())
                .orElse(null);
    }

    /** A refusal that names a mode is one that would have been made if that mode were another. */
    private static String result(AccessType type, Map<String, ?> details) {
        if (type != AccessType.REFUSE) {
            return DONE;
        }
        return details.containsKey("mode") ? TOLERATED : REFUSED;
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
     * Whose a file was when it was purged; empty where the log knows no such file. The name is empty where it was nobody's or is
     * not known any more. Only the purge itself tells: later entries are about a name that may be somebody else's by now.
     */
    public Optional<String> lastOwner(Statements sql, String fileId) throws SQLException {
        return sql.first(
                "SELECT CASE WHEN access_type = 'purge' THEN COALESCE(owner, '') ELSE '' END AS owner FROM file_access_log"
                        + " WHERE file_id = ? AND access_type <> 'refuse'"
                        + " ORDER BY access_type = 'purge' DESC, log_id DESC LIMIT 1",
                row -> row.text("owner"),
                fileId);
    }

    static AccessEntry entry(Row row) throws SQLException {
        String details = row.textOrNull("access_metadata");
        return new AccessEntry(
                row.number("log_id"),
                row.text("access_type"),
                row.text("result"),
                row.textOrNull("file_id"),
                row.textOrNull("session_id"),
                row.textOrNull("owner"),
                row.textOrNull("accessed_by"),
                row.textOrNull("address"),
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
