package dev.dossier.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of the log has found.
 *
 * @param entries how many entries in chains were verified
 * @param unchained how many entries are from before the first chain: those of the reference system and of versions before 005
 * @param removedBefore what was removed, as its time was over, was older than this; null where nothing was removed
 * @param heads the newest entry of every chain
 * @param findings what is wrong, the first {@value #LIMIT} of it
 */
public record AuditReport(
        long entries,
        long unchained,
        @Nullable Instant removedBefore,
        List<AuditHead> heads,
        List<AuditFinding> findings) {
    static final int LIMIT = 1000;

    /** Defensive copies. */
    public AuditReport {
        heads = List.copyOf(heads);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isIntact() {
        return findings.isEmpty();
    }
}
