package dev.dossier.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates missing objects again, inside a transaction. */
record Healing(Session session, Policies policies, Examination examination) {

    /** An object may need another that is missing too: what fails is tried again as long as others succeed. */
    List<SchemaObject> heal(CatalogDifference difference) throws SQLException {
        if (difference.missing().isEmpty()) {
            return List.of();
        }
        policies.listener().step(Step.HEAL);
        List<SchemaObject> healed = new ArrayList<>();
        List<Catalog.Entry> left = difference.missing();
        while (!left.isEmpty()) {
            List<Catalog.Entry> failed = new ArrayList<>();
            Optional<SchemaException> reason = Optional.empty();
            for (Catalog.Entry missing : left) {
                Optional<SchemaException> problem = create(missing);
                if (problem.isEmpty()) {
                    healed.add(missing.object());
                } else {
                    failed.add(missing);
                    reason = reason.or(() -> problem);
                }
            }
            List<Catalog.Entry> still = failed.isEmpty() ? failed : absent(failed);
            if (still.size() == left.size()) {
                throw reason.orElseThrow();
            }
            failed.stream().filter(entry -> !still.contains(entry)).forEach(entry -> healed.add(entry.object()));
            left = still;
        }
        return healed.stream().sorted().toList();
    }

    /** Without what came back with another object, as the tables in which a virtual table of SQLite keeps its rows do. */
    private List<Catalog.Entry> absent(List<Catalog.Entry> failed) throws SQLException {
        Catalog now = examination.dialect().catalog(session.connection());
        return failed.stream().filter(entry -> !now.contains(entry.key())).toList();
    }

    private Optional<SchemaException> create(Catalog.Entry missing) throws SQLException {
        Dialect dialect = examination.dialect();
        Diagnosis diagnosis = examination.diagnosis();
        if (missing.sql().isEmpty()) {
            return Optional.of(diagnosis.drift(
                    missing.object().qualifiedName(),
                    "the missing " + missing.object() + " cannot be created again without its migration"));
        }
        dialect.run(session.connection(), "SAVEPOINT heal");
        try {
            dialect.run(session.connection(), missing.sql());
            dialect.run(session.connection(), "RELEASE SAVEPOINT heal");
            return Optional.empty();
        } catch (SQLException e) {
            SchemaException problem = diagnosis.unlessTransient(e, diagnosis.healingFailed(missing.object(), e));
            dialect.run(session.connection(), "ROLLBACK TO SAVEPOINT heal; RELEASE SAVEPOINT heal");
            return Optional.of(problem);
        }
    }
}
