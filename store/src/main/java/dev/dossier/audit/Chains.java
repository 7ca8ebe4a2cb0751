package dev.dossier.audit;

import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The chains of the log, one for each node that writes. Every method works inside the transaction it is given. */
final class Chains {
    /** A condition: a row is in a chain. Whatever somebody has written there, every row either is or is not. */
    static final String IN_CHAIN = "(typeof(sequence) = 'integer' AND sequence > 0 AND node IS NOT NULL)";

    private static final String NEWEST_ANCHOR =
            "SELECT access_metadata FROM file_access_log WHERE access_type = 'anchor' AND " + IN_CHAIN
                    + " ORDER BY log_id DESC LIMIT 1";

    private Chains() {}

    /** Where a chain stands; empty where this would be the first entry of any. */
    static Optional<Link> head(Statements sql, String node) throws SQLException {
        Optional<Link> newest = newest(sql, node);
        return newest.isPresent() ? newest : anchor(sql).map(anchor -> anchor.start(node));
    }

    /** The newest entry of a chain. */
    static Optional<Link> newest(Statements sql, String node) throws SQLException {
        return sql.first(
                "SELECT sequence, hash FROM file_access_log WHERE node = ? AND " + IN_CHAIN
                        + " ORDER BY sequence DESC LIMIT 1",
                Link::of,
                node);
    }

    /** The newest anchor that is in a chain. */
    static Optional<Anchor> anchor(Statements sql) throws SQLException {
        return sql.first(NEWEST_ANCHOR, row -> Anchor.parse(row.textOrNull("access_metadata")));
    }

    /** The anchor that begins the first chain: what is there by now came from elsewhere. */
    static Anchor first(Statements sql) throws SQLException {
        Anchor.Unchained before = sql.one(
                "SELECT COALESCE(MAX(log_id), 0) AS through, COUNT(*) AS entries FROM file_access_log",
                row -> new Anchor.Unchained(row.number("through"), row.number("entries")));
        return new Anchor(0, null, Map.of(), before, Map.of());
    }

    /** What is accounted for: by the newest anchor; everything, where no chain has begun; and nothing where its anchor is gone. */
    static Anchor accounted(Statements sql) throws SQLException {
        Optional<Anchor> newest = anchor(sql);
        if (newest.isPresent()) {
            return newest.get();
        }
        return firstEntry(sql).isPresent() ? Anchor.NONE : first(sql);
    }

    /** The lowest {@code log_id} of an entry in a chain. */
    static OptionalLong firstEntry(Statements sql) throws SQLException {
        Optional<Long> first = sql.first(
                "SELECT log_id FROM file_access_log WHERE " + IN_CHAIN + " ORDER BY log_id LIMIT 1",
                row -> row.number("log_id"));
        return first.isPresent() ? OptionalLong.of(first.get()) : OptionalLong.empty();
    }

    /** The newest entry of every chain, by node. */
    static List<AuditHead> heads(Statements sql) throws SQLException {
        return sql.list(
                "SELECT node, sequence, hash, accessed_at FROM file_access_log l WHERE " + IN_CHAIN + " AND sequence ="
                        + " (SELECT MAX(sequence) FROM file_access_log m WHERE m.node = l.node AND " + IN_CHAIN
                        + ") ORDER BY node",
                row -> new AuditHead(
                        row.text("node"),
                        row.number("sequence"),
                        String.valueOf(row.textOrNull("hash")),
                        row.time("accessed_at")));
    }
}
