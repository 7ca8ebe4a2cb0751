package dev.dossier.audit;

import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Heads that were noted elsewhere, compared with where the chains go through, on one state of the database. */
final class NotedHeads {
    private final Statements sql;
    private final Anchor anchor;
    private final Instant keptSince;

    /**
     * Heads to be compared.
     *
     * @param keptSince what is as young as this has to be there, whatever the anchor says
     */
    NotedHeads(Statements sql, Anchor anchor, Instant keptSince) {
        this.sql = sql;
        this.anchor = anchor;
        this.keptSince = keptSince;
    }

    /** What is wrong with the chain that the head is of; empty where it goes through there, or was due to go. */
    Optional<AuditFinding> compare(AuditHead head) throws SQLException {
        Link start = anchor.start(head.node());
        if (head.sequence() <= start.sequence() && !wasDue(head)) {
            return found(
                    AuditFinding.Kind.REMOVED, head, "the entry that was noted was removed before its time was over");
        }
        if (head.sequence() < start.sequence()) {
            return Optional.empty(); // removed when its time was over
        }
        Optional<String> hash = head.sequence() == start.sequence() ? Optional.of(start.hash()) : hash(head);
        if (hash.isEmpty()) {
            return found(
                    AuditFinding.Kind.REMOVED, head, "the chain ends before the entry that was noted as its newest");
        }
        return hash.get().equals(head.hash())
                ? Optional.empty()
                : found(
                        AuditFinding.Kind.CHANGED,
                        head,
                        "the chain was written anew: the entry that was noted has another hash");
    }

    private boolean wasDue(AuditHead head) {
        return head.at().isBefore(keptSince) && head.at().isBefore(anchor.limit());
    }

    private Optional<String> hash(AuditHead head) throws SQLException {
        return sql.first(
                "SELECT COALESCE(hash, '') AS hash FROM file_access_log WHERE node = ? AND sequence = ?",
                row -> row.text("hash"),
                head.node(),
                head.sequence());
    }

    private static Optional<AuditFinding> found(AuditFinding.Kind kind, AuditHead head, String detail) {
        return Optional.of(new AuditFinding(kind, head.node(), head.sequence(), detail));
    }
}
