package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One call of {@link Schema#rollback}: everything in one transaction, under the lock that initialisations take. */
final class Downgrade {
    private final Database database;
    private final Policies policies;
    private final Examination examination;
    private final Diagnosis diagnosis;
    private final Version target;
    private final List<AppliedMigration> undone = new ArrayList<>();

    Downgrade(Database database, Policies policies, Examination examination, String target) {
        this.database = database;
        this.policies = policies;
        this.examination = examination;
        this.diagnosis = examination.diagnosis();
        if (!Version.isVersion(target)) {
            throw diagnosis.misused("'" + target + "' is not a version", "Name a version, such as 001");
        }
        this.target = new Version(target);
    }

    Rollback run() throws SQLException {
        if (!examination.dialect().isPresent(database, diagnosis)) {
            throw diagnosis.misused("there is no database", "Check the path");
        }
        return new Deadline(policies.lockTimeout()).retry(examination.dialect(), this::attempt);
    }

    private Rollback attempt() throws SQLException {
        undone.clear();
        try (Session session = Session.open(database, diagnosis)) {
            session.prepare();
            session.lock();
            Findings findings = examination.examine(session.connection());
            requirePossible(findings);
            List<SchemaHistory.Row> rows = findings.history().reversed().stream()
                    .filter(row -> row.version().compareTo(target) > 0)
                    .toList();
            Optional<Path> backup = rows.isEmpty() ? Optional.empty() : backUp();
            for (SchemaHistory.Row row : rows) {
                undo(session, row, findings.version());
            }
            if (!rows.isEmpty()) {
                verify(session.connection(), findings);
            }
            session.commit();
            return new Rollback(database.description(), findings.version(), target.text(), undone, backup);
        }
    }

    private void requirePossible(Findings findings) {
        findings.started().ifPresent(row -> {
            throw diagnosis.misused(
                    "migration " + row.migration().version() + " was interrupted",
                    "Initialise once, which finishes it");
        });
        if (findings.newer()) {
            throw diagnosis.newerSchema(
                    findings.version(),
                    examination.migrations().last().version().text());
        }
        boolean reachable =
                findings.history().stream().anyMatch(row -> row.version().sameAs(target));
        if (!reachable && !target.sameAs(new Version("0"))) {
            throw diagnosis.misused(
                    "the database has version " + findings.version() + " and never had " + target.text(),
                    "Name an earlier version of it, or 000 for none");
        }
    }

    private Optional<Path> backUp() throws SQLException {
        return database.file().isEmpty()
                ? Optional.empty()
                : examination
                        .dialect()
                        .backup(database, policies.backupOf(database.file().get(), target.text()), diagnosis);
    }

    private void undo(Session session, SchemaHistory.Row row, String kept) throws SQLException {
        Migration migration =
                examination.migrations().find(row.version()).orElseThrow().migration();
        String statements = migration
                .undo()
                .orElseThrow(() -> diagnosis.misused(
                        "migration " + migration.version() + " (" + migration.description() + ") has no undo",
                        "Restore a backup instead, or add the file with the statements that take it back"));
        try {
            session.execute(statements);
        } catch (SQLException e) {
            throw diagnosis.migrationFailed(migration, kept, e);
        }
        SchemaHistory.remove(session.connection(), row.migration());
        undone.add(row.migration());
    }

    private void verify(Connection connection, Findings findings) throws SQLException {
        CatalogDifference rest = CatalogDifference.between(
                examination.expected(target, connection),
                examination.dialect().catalog(connection),
                findings.byNameOnly());
        if (!rest.isHealthy()) {
            throw diagnosis.notAsExpected(rest);
        }
        requireNothingLeft(connection, rest, findings.byNameOnly());
        List<String> dangling = examination.dialect().danglingReferences(connection);
        if (!dangling.isEmpty()) {
            throw diagnosis.danglingReferences(dangling);
        }
        Optional<MigrationSequence.Entry> head = examination.migrations().find(target);
        if (head.isPresent()) {
            examination.seal(connection, head.get(), rest);
        }
    }

    /** Requires that the undo took back everything that the versions above the target made; what others made may stay. */
    private void requireNothingLeft(Connection connection, CatalogDifference rest, Set<Catalog.Key> byNameOnly)
            throws SQLException {
        Catalog older = examination.expected(target, connection);
        Set<SchemaObject> made = new HashSet<>();
        for (AppliedMigration migration : undone) {
            Catalog newer = examination.expected(new Version(migration.version()), connection);
            made.addAll(CatalogDifference.between(older, newer, byNameOnly).tolerated());
        }
        List<SchemaObject> left =
                rest.tolerated().stream().filter(made::contains).toList();
        if (!left.isEmpty()) {
            throw diagnosis.notTakenBack(left);
        }
    }
}
