package dev.dossier.audit;

import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Removes what the log has kept long enough, oldest first. A chain loses its beginning only, and an {@link Anchor} says where it
 * now begins: so an entry under legal hold keeps all later ones of its node too. Immutable and thread-safe.
 */
public final class LogRetention {
    private static final String IS_HELD = "EXISTS (SELECT 1 FROM legal_holds h WHERE h.released_at IS NULL"
            + " AND ((h.subject_type = 'file' AND h.subject = l.file_id)"
            + " OR (h.subject_type = 'session' AND h.subject = l.session_id)"
            + " OR (h.subject_type = 'person' AND h.subject IN (l.accessed_by, l.owner))))";

    /** So many entries that whoever wants to write meanwhile waits for a moment only. */
    private static final int BATCH = 10_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AccessLog log;

    /** Retention of that log. */
    public LogRetention(AccessLog log) {
        this.log = log;
    }

    /**
     * Removes the oldest of what is older than a time and not about anything under legal hold, ten thousand entries at most, and answers how much that was; 0 when nothing is left to remove.
     *
     * @param now when the removal itself is logged
     */
    public int removeOlderThan(Statements sql, Instant time, Instant now) throws SQLException {
        Anchor anchor = Chains.accounted(sql);
        Map<String, Link> nodes = new HashMap<>(anchor.nodes());
        Map<String, Long> erased = new HashMap<>(anchor.erased());
        int removed = 0;
        for (String node : nodes(sql, time)) {
            Optional<Link> through = through(sql, node, time, BATCH - removed);
            if (through.isPresent()) {
                account(sql, node, through.get(), erased);
                removed += sql.update(
                        "DELETE FROM file_access_log WHERE node = ? AND sequence <= ?",
                        node,
                        through.get().sequence());
                nodes.put(node, through.get());
            }
        }
        int unchained = sql.update(
                "DELETE FROM file_access_log WHERE log_id IN (SELECT l.log_id FROM file_access_log l WHERE l.sequence IS NULL"
                        + " AND l.accessed_at < ? AND l.log_id <= ? AND NOT " + IS_HELD + " ORDER BY l.log_id LIMIT ?)",
                time,
                anchor.unchained().through(),
                BATCH - removed);
        removed += unchained;
        if (removed > 0) {
            Anchor.Unchained rest = new Anchor.Unchained(
                    anchor.unchained().through(), anchor.unchained().entries() - unchained);
            erased.values().removeIf(fields -> fields == 0);
            log.anchor(sql, new Anchor(removed, anchor.removedBefore(time), nodes, rest, erased), now);
        }
        return removed;
    }

    private static List<String> nodes(Statements sql, Instant time) throws SQLException {
        return sql.list(
                "SELECT DISTINCT node FROM file_access_log WHERE sequence IS NOT NULL AND accessed_at < ?",
                row -> row.text("node"),
                time);
    }

    /** The last of so many entries at the beginning that may go; empty where it would be nothing but a few anchors. */
    private static Optional<Link> through(Statements sql, String node, Instant time, int limit) throws SQLException {
        long first = sql.one(
                "SELECT MIN(sequence) AS sequence FROM file_access_log WHERE node = ?",
                row -> row.number("sequence"),
                node);
        long kept = sql.first(
                        "SELECT l.sequence FROM file_access_log l WHERE l.node = ? AND l.sequence < ?"
                                + " AND (l.accessed_at >= ? OR " + IS_HELD + ") ORDER BY l.sequence LIMIT 1",
                        row -> row.number("sequence"),
                        node,
                        first + limit,
                        time)
                .orElse(first + limit);
        return sql.first(
                "SELECT sequence, hash FROM file_access_log WHERE node = ? AND sequence < ? AND (sequence = ? OR EXISTS"
                        + " (SELECT 1 FROM file_access_log m WHERE m.node = ? AND m.sequence < ? AND m.access_type <> 'anchor'))"
                        + " ORDER BY sequence DESC LIMIT 1",
                Link::of,
                node,
                kept,
                first + limit - 1,
                node,
                kept);
    }

    /** Carries over what erasures took out of entries that go now, and drops what their own entries say when those go. */
    private static void account(Statements sql, String node, Link through, Map<String, Long> erased)
            throws SQLException {
        List<LogRow> rows = sql.list(
                "SELECT * FROM file_access_log WHERE node = ? AND sequence <= ?"
                        + " AND (redaction IS NOT NULL OR access_type = 'erase')",
                LogRow::of,
                node,
                through.sequence());
        for (LogRow row : rows) {
            row.redaction()
                    .fields()
                    .values()
                    .forEach(field -> field.by().forEach(pseudonym -> erased.merge(pseudonym, 1L, Long::sum)));
            if (row.type().equals(AccessType.ERASE.toString())) {
                account(row.value(ErasableField.DETAILS), erased);
            }
        }
    }

    private static void account(@Nullable String details, Map<String, Long> erased) {
        try {
            JsonNode erasure = JSON.readTree(Objects.requireNonNullElse(details, "{}"));
            erased.merge(
                    erasure.path("pseudonym").asString(),
                    -erasure.path("fields").asLong(),
                    Long::sum);
        } catch (JacksonException e) {
            return; // somebody has changed it, which a verification says
        }
    }
}
