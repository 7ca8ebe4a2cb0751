package dev.dossier.audit;

import java.util.List;

/**
 * What a verification of the log has found.
 *
 * @param entries how many entries in chains were verified
 * @param unchained how many entries are from before the first chain: those of the reference system and of versions before 005
 * @param heads the newest entry of every chain
 * @param findings what is wrong, the first {@value #LIMIT} of it
 */
public record AuditReport(long entries, long unchained, List<AuditHead> heads, List<AuditFinding> findings) {
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
