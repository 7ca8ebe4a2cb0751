package dev.dossier.audit;

import dev.dossier.database.Statements;
import dev.dossier.database.Times;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One verification of the log, on one state of the database: every entry is read once, in the order of its chain. */
final class Verification {
    private static final int BATCH = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Statements sql;
    private final List<AuditFinding> findings = new ArrayList<>();

    /** By pseudonym: how many fields erasures say they took out, less how many are found taken out. */
    private final Map<String, Long> erased = new HashMap<>();

    private Anchor anchor = Anchor.NONE;
    private long entries;

    Verification(Statements sql) {
        this.sql = sql;
    }

    /**
     * Verifies everything.
     *
     * @param expected heads that were noted elsewhere
     * @param keptSince what is as young as this has to be there
     */
    AuditReport run(List<AuditHead> expected, Instant keptSince) throws SQLException {
        anchor = Chains.accounted(sql);
        List<AuditHead> heads = Chains.heads(sql);
        for (AuditHead head : heads) {
            verify(head.node());
        }
        long unchained = verifyUnchained();
        verifyErased();
        NotedHeads noted = new NotedHeads(sql, anchor, keptSince);
        for (AuditHead head : expected) {
            noted.compare(head).ifPresent(this::find);
        }
        Instant removedBefore = anchor.before() == null ? null : anchor.limit();
        return new AuditReport(entries, unchained, removedBefore, heads, findings);
    }

    private void verify(String node) throws SQLException {
        Link before = anchor.start(node);
        long read = 0;
        List<LogRow> batch;
        do {
            batch = sql.list(
                    "SELECT * FROM file_access_log WHERE node = ? AND sequence > ? AND " + Chains.IN_CHAIN
                            + " ORDER BY sequence LIMIT " + BATCH,
                    LogRow::of,
                    node,
                    read);
            for (LogRow row : batch) {
                before = verify(node, row, before);
                read = row.sequence();
            }
        } while (batch.size() == BATCH);
    }

    /** Verifies one entry and answers where the chain goes on. */
    private Link verify(String node, LogRow row, Link before) {
        entries++;
        count(row);
        compareAnchor(row);
        if (row.sequence() <= before.sequence()) {
            find(AuditFinding.Kind.INSERTED, row, "an entry that was removed long ago is there again");
        } else if (row.sequence() > before.sequence() + 1) {
            long first = before.sequence() + 1;
            long missing = row.sequence() - first;
            find(new AuditFinding(
                    AuditFinding.Kind.REMOVED,
                    node,
                    first,
                    missing == 1 ? "an entry is missing" : missing + " entries are missing"));
        } else if (!Seal.hash(before, row).equals(row.hash()) || !tookOutProperly(row)) {
            find(
                    AuditFinding.Kind.CHANGED,
                    row,
                    "an entry is not what was written (" + row.type() + ", " + row.at() + ")");
        }
        return row.link();
    }

    /** Anchors tell of one log: what came before the first chain is the same to all, and nothing is removed before it is written. */
    private void compareAnchor(LogRow row) {
        if (row.type().equals(AccessType.ANCHOR.toString())) {
            Anchor other = Anchor.parse(row.value(ErasableField.DETAILS));
            boolean tooEarly = other.before() != null && other.limit().isAfter(Times.parse(row.at()));
            if (tooEarly || other.unchained().through() != anchor.unchained().through()) {
                find(AuditFinding.Kind.CHANGED, row, "an anchor says what cannot be (" + row.at() + ")");
            }
        }
    }

    private void count(LogRow row) {
        if (row.type().equals(AccessType.ERASE.toString())) {
            Map<String, Object> details = object(row.value(ErasableField.DETAILS));
            if (details.get("fields") instanceof Number fields) {
                erased.merge(String.valueOf(details.get("pseudonym")), fields.longValue(), Long::sum);
            }
        }
        row.redaction()
                .fields()
                .values()
                .forEach(field -> field.by().forEach(pseudonym -> erased.merge(pseudonym, -1L, Long::sum)));
    }

    /** Where something was taken out there is nothing now, or the pseudonym of whoever is erased. */
    private static boolean tookOutProperly(LogRow row) {
        if (row.salt() != null && !row.redaction().equals(Redaction.NONE)) {
            return false;
        }
        for (ErasableField field : ErasableField.values()) {
            Redaction.Field taken = row.redaction().fields().get(field.column());
            String value = row.value(field);
            if (taken == null || value == null || taken.by().contains(value)) {
                continue;
            }
            Map<String, Object> object = field == ErasableField.DETAILS ? object(value) : Map.of();
            if (object.isEmpty() || !taken.by().containsAll(object.values())) {
                return false;
            }
        }
        return true;
    }

    private void verifyErased() {
        anchor.erased().forEach((pseudonym, fields) -> erased.merge(pseudonym, -fields, Long::sum));
        erased.forEach((pseudonym, difference) -> {
            if (difference != 0) {
                find(new AuditFinding(
                        AuditFinding.Kind.CHANGED,
                        null,
                        0,
                        "the erasure of " + pseudonym + " accounts for " + Math.abs(difference)
                                + (difference > 0 ? " more" : " fewer") + " fields than are taken out"));
            }
        });
    }

    /** What is in no chain came before the first one, however much an anchor accounts for. */
    private long verifyUnchained() throws SQLException {
        long through =
                Math.min(anchor.unchained().through(), Chains.firstEntry(sql).orElse(Long.MAX_VALUE) - 1);
        List<LogRow> strangers = sql.list(
                "SELECT * FROM file_access_log WHERE NOT " + Chains.IN_CHAIN
                        + " AND (log_id > ? OR access_type = 'anchor') ORDER BY log_id LIMIT " + BATCH,
                LogRow::of,
                through);
        strangers.forEach(row -> find(
                AuditFinding.Kind.INSERTED,
                row,
                "an entry that Dossier did not write (" + row.type() + ", " + row.at() + ")"));
        long unchained = sql.one(
                "SELECT COUNT(*) AS entries FROM file_access_log WHERE NOT " + Chains.IN_CHAIN + " AND log_id <= ?",
                row -> row.number("entries"),
                through);
        long difference = unchained - anchor.unchained().entries();
        if (difference != 0) {
            find(new AuditFinding(
                    difference > 0 ? AuditFinding.Kind.INSERTED : AuditFinding.Kind.REMOVED,
                    null,
                    0,
                    Math.abs(difference) + " of the entries from before the first chain"));
        }
        return unchained;
    }

    private void find(AuditFinding.Kind kind, LogRow row, String detail) {
        find(new AuditFinding(kind, row.node(), row.sequence(), detail + ", log_id " + row.id()));
    }

    private void find(AuditFinding finding) {
        if (findings.size() < AuditReport.LIMIT) {
            findings.add(finding);
        }
    }

    private static Map<String, Object> object(@Nullable String json) {
        try {
            return json == null ? Map.of() : JSON.readValue(json, OBJECT);
        } catch (JacksonException e) {
            return Map.of();
        }
    }
}
