package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A migration whose one statement runs outside a transaction.
 *
 * <p>Its row is written first, as started, and completed afterwards. A crash in between leaves the row and perhaps the remains of
 * the statement, such as an invalid index: whoever comes next removes the remains and runs it again, or finds that it had come
 * to its end. All of it under an exclusion that ends with its connection.
 */
final class StandaloneMigration {
    private final Session session;
    private final Policies policies;
    private final Examination examination;
    private final Dialect dialect;
    private final MigrationSequence.Entry entry;

    /** How the database stands to what the migration makes. */
    private record Standing(Optional<SchemaHistory.Row> started, List<String> removals, boolean done, boolean undone) {}

    StandaloneMigration(Session session, Policies policies, Examination examination, MigrationSequence.Entry entry) {
        this.session = session;
        this.policies = policies;
        this.examination = examination;
        this.dialect = examination.dialect();
        this.entry = entry;
    }

    /** The next migration, where it is one of this kind and nothing else has to be changed before it. */
    static Optional<MigrationSequence.Entry> next(Findings findings) {
        boolean nothingElse =
                !findings.history().isEmpty() && findings.difference().missing().isEmpty();
        return findings.pending().stream()
                .findFirst()
                .filter(entry -> nothingElse && !entry.header().transactional());
    }

    /** Runs it unless somebody else has. */
    Optional<AppliedMigration> run() throws SQLException {
        Findings findings = examination.examineSnapshot(session.connection());
        if (next(findings).filter(entry::equals).isEmpty()) {
            return Optional.empty();
        }
        Connection connection = session.connection();
        Standing standing = standing(findings);
        step(Step.RECORD);
        AppliedMigration row = standing.started().isPresent()
                ? standing.started().get().migration()
                : SchemaHistory.add(
                                connection, List.of(entry.row(policies, SchemaHistory.STARTED, true, Duration.ZERO)))
                        .getFirst();
        Deadline clock = new Deadline(Duration.ZERO);
        step(Step.APPLY);
        for (String removal : standing.removals()) {
            dialect.run(connection, removal);
        }
        if (!standing.done() && !entry.isSkipped(connection, dialect)) {
            execute(row, findings);
        }
        step(Step.VERIFY);
        CatalogDifference rest = examination.inSnapshot(
                connection,
                snapshot -> CatalogDifference.between(
                        examination.expected(entry.version(), snapshot),
                        dialect.catalog(snapshot),
                        findings.byNameOnly()));
        if (!rest.isHealthy()) {
            throw examination.diagnosis().notAsExpected(entry.migration(), rest);
        }
        step(Step.COMMIT);
        AppliedMigration completed = SchemaHistory.complete(connection, row, clock.elapsed());
        examination.seal(connection, entry, rest);
        return Optional.of(completed);
    }

    private Standing standing(Findings findings) throws SQLException {
        return examination.inSnapshot(session.connection(), snapshot -> {
            Catalog before = examination.expected(findings.history().getLast().version(), snapshot);
            Catalog after = examination.expected(entry.version(), snapshot);
            Catalog actual = dialect.catalog(snapshot);
            List<Catalog.Entry> made = after.without(before);
            List<Catalog.Entry> unmade = before.without(after);
            List<String> removals = made.stream()
                    .flatMap(wanted -> actual.find(wanted.key()).flatMap(dialect::removalOfRemains).stream())
                    .toList();
            boolean changes = !made.isEmpty() || !unmade.isEmpty();
            boolean done = changes
                    && actual.entries().values().containsAll(made)
                    && unmade.stream().noneMatch(actual.entries()::containsValue);
            boolean undone = Stream.concat(made.stream(), unmade.stream())
                    .allMatch(entry -> actual.find(entry.key()).equals(before.find(entry.key())));
            return new Standing(findings.started(), removals, done, undone);
        });
    }

    /** A statement that fails for good takes its row and its remains along, unless it did something nevertheless. */
    private void execute(AppliedMigration row, Findings findings) throws SQLException {
        try {
            dialect.run(session.connection(), entry.migration().sql());
        } catch (SQLException e) {
            SchemaException failure = examination
                    .diagnosis()
                    .unlessTransient(
                            e, examination.diagnosis().migrationFailed(entry.migration(), findings.version(), e));
            try {
                for (String removal : standing(findings).removals()) {
                    dialect.run(session.connection(), removal);
                }
                if (standing(findings).undone()) {
                    SchemaHistory.remove(session.connection(), row);
                }
            } catch (SQLException leftForTheNextStart) {
                failure.addSuppressed(leftForTheNextStart);
            }
            throw failure;
        }
    }

    private void step(Step step) {
        policies.listener().step(step);
    }
}
