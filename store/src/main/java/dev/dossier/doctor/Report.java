package dev.dossier.doctor;

import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.doctor.Finding.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An examination on its way: where findings are noted and, where that is wanted, repaired. Not thread-safe. */
final class Report {
    private final Database database;
    private final boolean repairing;
    private final List<Finding> findings = new ArrayList<>();

    Report(Database database, boolean repairing) {
        this.database = database;
        this.repairing = repairing;
    }

    /** Puts something right, in a transaction of its own. */
    @FunctionalInterface
    interface Repair {
        /** Does it and answers whether all is well now. */
        boolean run(Statements sql) throws SQLException;
    }

    boolean isRepairing() {
        return repairing;
    }

    /** Notes something that nobody but a person can put right. */
    void add(Kind kind, String subject, List<String> files, String problem) {
        findings.add(new Finding(kind, subject, files, problem, false));
    }

    /** Notes something and puts it right where that is wanted. */
    void add(Kind kind, String subject, List<String> files, String problem, Repair repair) {
        boolean repaired = repairing && database.write(repair::run);
        findings.add(new Finding(kind, subject, files, problem, repaired));
    }

    /** Notes something that was put right, or was not. */
    void add(Kind kind, String subject, String problem, boolean repaired) {
        findings.add(new Finding(kind, subject, List.of(), problem, repaired));
    }

    List<Finding> findings() {
        return findings;
    }

    /** How many were put right, by the name of their kind. */
    Map<String, Integer> repaired() {
        Map<String, Integer> repaired = new LinkedHashMap<>();
        findings.stream()
                .filter(Finding::repaired)
                .forEach(finding -> repaired.merge(finding.kind().toString(), 1, Integer::sum));
        return repaired;
    }
}
