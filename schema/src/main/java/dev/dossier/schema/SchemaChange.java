package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The changes of one initialisation, made inside its transaction; nothing is permanent before the commit. */
final class SchemaChange {
    private final Session session;
    private final Policies policies;
    private final Examination examination;
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

    /** Copies a database that has something in it and is about to get a new version. */
    Optional<Path> backUp(Database database, Findings findings) throws SQLException {
        if (!findings.populated() || !findings.addsVersion() || database.file().isEmpty()) {
            return Optional.empty();
        }
        step(Step.BACKUP);
        String version = examination.migrations().last().version().text();
        Path target = policies.backupOf(database.file().get(), version);
        return examination.dialect().backup(database, target, examination.diagnosis());
    }

    /** Brings the database to the newest version and answers what still differs and does no harm. */
    CatalogDifference apply(Findings findings) throws SQLException {
        heal(findings.difference());
        SchemaHistory.prepare(session.connection(), findings.catalog(), examination.dialect());
        if (findings.unrecorded().isPresent()) {
            record(findings.unrecorded().get(), findings.byNameOnly().isEmpty(), Duration.ZERO);
        }
        for (MigrationSequence.Entry entry : findings.pending()) {
            step(Step.APPLY);
            Duration took = run(entry);
            record(entry, true, took);
        }
        step(Step.VERIFY);
        CatalogDifference rest = findings.populated() ? verify(findings) : CatalogDifference.NONE;
        examination.seal(session.connection(), examination.migrations().last(), rest);
        return rest;
    }

    private void heal(CatalogDifference difference) throws SQLException {
        if (difference.missing().isEmpty()) {
            return;
        }
        step(Step.HEAL);
        for (Catalog.Entry missing : difference.missing()) {
            try {
                session.execute(missing.sql());
            } catch (SQLException e) {
                throw failed(e, examination.diagnosis().healingFailed(missing.object(), e));
            }
            healed.add(missing.object());
        }
    }

    private Duration run(MigrationSequence.Entry entry) throws SQLException {
        Deadline clock = new Deadline(Duration.ZERO);
        for (MigrationHeader.Column column : entry.header().skipIfExists()) {
            if (!examination.dialect().columnExists(session.connection(), column)) {
                execute(entry);
                return clock.elapsed();
            }
        }
        if (entry.header().skipIfExists().isEmpty()) {
            execute(entry);
        }
        return clock.elapsed();
    }

    private void execute(MigrationSequence.Entry entry) throws SQLException {
        try {
            session.execute(entry.migration().sql());
        } catch (SQLException e) {
            throw failed(e, examination.diagnosis().migrationFailed(entry.migration(), e));
        }
    }

    /** A busy database stays an {@link SQLException}, so that it is tried again. */
    private SchemaException failed(SQLException e, SchemaException diagnosed) throws SQLException {
        if (examination.dialect().classify(e) == Failure.BUSY) {
            throw e;
        }
        return diagnosed;
    }

    private void record(MigrationSequence.Entry entry, boolean exact, Duration took) throws SQLException {
        step(Step.RECORD);
        Migration migration = entry.migration();
        AppliedMigration row = new AppliedMigration(
                0,
                migration.version(),
                migration.description(),
                policies.now(),
                SchemaHistory.COMPLETED,
                Optional.of(took),
                exact ? Optional.of(entry.checksum()) : Optional.empty(),
                Optional.empty(),
                entry.header().compatibleFrom().map(Version::text),
                Optional.of(policies.node()));
        applied.add(SchemaHistory.add(session.connection(), row, entry.lineage()));
    }

    private CatalogDifference verify(Findings findings) throws SQLException {
        CatalogDifference rest = CatalogDifference.between(
                examination.replays().at(examination.migrations().last().version()),
                examination.dialect().catalog(session.connection()),
                findings.byNameOnly());
        if (!rest.isHealthy()) {
            throw examination.diagnosis().notAsExpected(rest);
        }
        if (!findings.pending().isEmpty()) {
            List<String> dangling = examination.dialect().danglingReferences(session.connection());
            if (!dangling.isEmpty()) {
                throw examination.diagnosis().danglingReferences(dangling);
            }
        }
        return rest;
    }

    private void step(Step step) {
        policies.listener().step(step);
    }
}
