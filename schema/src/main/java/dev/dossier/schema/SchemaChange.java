package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The changes of one initialisation, made inside its transaction; nothing is permanent before the commit. */
final class SchemaChange {
    private final Session session;
    private final Policies policies;
    private final Examination examination;
    private final List<SchemaHistory.Row> rows = new ArrayList<>();
    private final List<AppliedMigration> applied = new ArrayList<>();
    private final List<SchemaObject> healed = new ArrayList<>();

    SchemaChange(Session session, Policies policies, Examination examination) {
        this.session = session;
        this.policies = policies;
        this.examination = examination;
    }

    List<AppliedMigration> applied() {
        return applied;
    }

    List<SchemaObject> healed() {
        return healed;
    }

    /** Copies a database that has something in it, is whole, and is about to get a new version. */
    Optional<Path> backUp(Database database, Findings findings) throws SQLException {
        if (!findings.populated() || !findings.addsVersion() || database.file().isEmpty()) {
            return Optional.empty();
        }
        step(Step.BACKUP);
        Optional<String> damage = examination.dialect().damage(session.connection());
        if (damage.isPresent()) {
            throw examination.diagnosis().damaged(damage.get());
        }
        String version = examination.migrations().last().version().text();
        Path target = policies.backupOf(database.file().get(), version);
        return examination.dialect().backup(database, target, examination.diagnosis());
    }

    /**
     * Brings the database to the newest version, or to the last before one that runs outside a transaction.
     *
     * @return what still differs and does no harm
     */
    CatalogDifference apply(Findings findings) throws SQLException {
        Set<String> danglingBefore = findings.populated() && findings.addsVersion() ? dangling() : Set.of();
        healed.addAll(new Healing(session, policies, examination).heal(findings.difference()));
        SchemaHistory.prepare(session.connection(), findings.catalog(), examination.dialect());
        findings.unrecorded()
                .forEach(entry -> record(entry, findings.byNameOnly().isEmpty(), Duration.ZERO));
        for (MigrationSequence.Entry entry : MigrationSequence.transactional(findings.pending())) {
            step(Step.APPLY);
            Duration took = run(entry, findings.version());
            record(entry, true, took);
        }
        applied.addAll(SchemaHistory.add(session.connection(), rows));
        step(Step.VERIFY);
        MigrationSequence.Entry head = head(findings);
        CatalogDifference rest = findings.populated() ? verify(findings, head, danglingBefore) : CatalogDifference.NONE;
        examination.seal(session.connection(), head, rest);
        return rest;
    }

    private MigrationSequence.Entry head(Findings findings) {
        String version =
                applied.isEmpty() ? findings.version() : applied.getLast().version();
        return examination.migrations().find(new Version(version)).orElseThrow();
    }

    private Duration run(MigrationSequence.Entry entry, String kept) throws SQLException {
        Deadline clock = new Deadline(Duration.ZERO);
        try {
            if (!entry.isSkipped(session.connection(), examination.dialect())) {
                execute(entry.migration());
            }
        } catch (SQLException e) {
            throw examination
                    .diagnosis()
                    .unlessTransient(e, examination.diagnosis().migrationFailed(entry.migration(), kept, e));
        }
        return clock.elapsed();
    }

    private void execute(Migration migration) throws SQLException {
        Optional<JavaMigration> program = migration.program();
        if (program.isPresent()) {
            Program.run(program.get(), session.connection());
        } else {
            examination.dialect().run(session.connection(), migration.sql());
        }
    }

    private void record(MigrationSequence.Entry entry, boolean exact, Duration took) {
        step(Step.RECORD);
        rows.add(entry.row(policies, SchemaHistory.COMPLETED, exact, took));
    }

    private CatalogDifference verify(Findings findings, MigrationSequence.Entry head, Set<String> danglingBefore)
            throws SQLException {
        CatalogDifference rest =
                examination.difference(session.connection(), head.version(), findings.started(), findings.byNameOnly());
        if (!rest.isHealthy()) {
            throw examination.diagnosis().notAsExpected(rest);
        }
        if (!applied.isEmpty()) {
            Set<String> dangling = dangling();
            dangling.removeAll(danglingBefore);
            if (!dangling.isEmpty()) {
                throw examination.diagnosis().danglingReferences(List.copyOf(dangling));
            }
        }
        return rest;
    }

    private Set<String> dangling() throws SQLException {
        return new TreeSet<>(examination.dialect().danglingReferences(session.connection()));
    }

    private void step(Step step) {
        policies.listener().step(step);
    }
}
