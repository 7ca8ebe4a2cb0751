package dev.dossier.audit;

import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chains of the log, one for each node that writes. Every method works inside the transaction it is given. */
final class Chains {
    private static final String NEWEST_ANCHOR =
            "SELECT access_metadata FROM file_access_log WHERE access_type = 'anchor' ORDER BY log_id DESC LIMIT 1";

    private Chains() {}

    /** Where a chain stands; empty where this would be the first entry of any. */
    static Optional<Link> head(Statements sql, String node) throws SQLException {
        Optional<Link> newest = newest(sql, node);
        return newest.isPresent() ? newest : anchor(sql).map(anchor -> anchor.start(node));
    }

    /** The newest entry of a chain. */
    static Optional<Link> newest(Statements sql, String node) throws SQLException {
        return sql.first(
                "SELECT sequence, hash FROM file_access_log WHERE node = ? AND sequence IS NOT NULL"
                        + " ORDER BY sequence DESC LIMIT 1",
                Link::of,
                node);
    }

    /** The newest anchor. */
    static Optional<Anchor> anchor(Statements sql) throws SQLException {
        return sql.first(NEWEST_ANCHOR, row -> Anchor.parse(row.textOrNull("access_metadata")));
    }

    /** The anchor that begins the first chain: what is there by now came from elsewhere. */
    static Anchor first(Statements sql) throws SQLException {
        Anchor.Unchained before = sql.one(
                "SELECT COALESCE(MAX(log_id), 0) AS through, COUNT(*) AS entries FROM file_access_log",
                row -> new Anchor.Unchained(row.number("through"), row.number("entries")));
        return new Anchor(0, Map.of(), before, Map.of());
    }

    /** The newest entry of every chain, by node. */
    static List<AuditHead> heads(Statements sql) throws SQLException {
        return sql.list(
                "SELECT node, sequence, hash FROM file_access_log l WHERE sequence ="
                        + " (SELECT MAX(sequence) FROM file_access_log m WHERE m.node = l.node) ORDER BY node",
                row -> new AuditHead(row.text("node"), row.number("sequence"), row.text("hash")));
    }
}
