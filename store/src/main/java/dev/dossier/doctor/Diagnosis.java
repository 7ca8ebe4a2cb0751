package dev.dossier.doctor;

import java.util.List;

/**
 * What an examination has shown.
 *
 * @param findings everything that was not as it should be, put right or not
 * @param deep whether all bytes were read
 */
public record Diagnosis(List<Finding> findings, boolean deep) {
    /** Defensive copy. */
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether everything is as it should be now. */
    public boolean ok() {
        return findings.stream().allMatch(Finding::repaired);
    }
}
