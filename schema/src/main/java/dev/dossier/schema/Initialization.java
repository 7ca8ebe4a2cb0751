package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One call of {@link Schema#initialize}.
 *
 * <ol>
 *   <li><b>Look</b>, without a lock and without a write. The newest row of the history is ours and the fingerprint of the
 *       catalog is the recorded one: done. Otherwise look closer, at a snapshot: where nothing has to be changed, done too.
 *   <li><b>Prepare.</b> Directories, the kind of file system, permissions, the write-ahead log.
 *   <li><b>Lock.</b> A transaction that only one connection of all processes can be in. It dies with its process.
 *   <li><b>Look again</b>: whoever held the lock before may have done the work.
 *   <li><b>Change</b>: back up, heal, run every pending migration, write their rows, verify the catalog, commit. All in that
 *       one transaction. A migration that cannot run in one ends it, keeps the lock, runs alone ({@link StandaloneMigration}),
 *       and what is left begins again with the lock.
 * </ol>
 *
 * <p>The database and its history change in one commit, so there are only two states to be found in:
 *
 * <table>
 *   <caption>What a crash leaves</caption>
 *   <tr><th>crash in</th><th>state on disk</th><th>who puts it right</th></tr>
 *   <tr><td>look</td><td>unchanged</td><td>nobody needs to</td></tr>
 *   <tr><td>prepare</td><td>directories; an empty database, in write-ahead mode or not yet</td>
 *       <td>the next initialisation, for which it is a fresh database</td></tr>
 *   <tr><td>lock, look again</td><td>unchanged; the lock is gone</td><td>nobody needs to</td></tr>
 *   <tr><td>backup</td><td>unchanged, and a file ending in {@code .partial}</td>
 *       <td>the next initialisation makes its own; the partial file may be deleted</td></tr>
 *   <tr><td>heal, apply, record, verify</td><td>pages of an uncommitted transaction in the log</td>
 *       <td>SQLite passes over them when the file is next opened</td></tr>
 *   <tr><td>commit</td><td>all of it or nothing of it</td><td>the next initialisation, if nothing</td></tr>
 *   <tr><td>done</td><td>complete</td><td>nobody needs to</td></tr>
 * </table>
 *
 * <p>Whatever step finds the database busy, the call begins again with the look, until its deadline. That is safe
 * because nothing but the commit has an effect, and after the commit the look is content.
 */
final class Initialization {
    private final Database database;
    private final Policies policies;
    private final Examination examination;
    private final Diagnosis diagnosis;
    private final Dialect dialect;
    private final Deadline deadline;
    private final long start = System.nanoTime();

    private final List<AppliedMigration> applied = new ArrayList<>();
    private final List<SchemaObject> healed = new ArrayList<>();
    private Optional<String> previousVersion = Optional.empty();
    private Optional<Path> backup = Optional.empty();
    private Duration lockWait = Duration.ZERO;
    private boolean contended;

    /** A database that is as it must be. */
    private record Settled(String version, CatalogDifference difference, boolean newer) {}

    Initialization(Database database, Policies policies, Examination examination) {
        this.database = database;
        this.policies = policies;
        this.examination = examination;
        this.diagnosis = examination.diagnosis();
        this.dialect = examination.dialect();
        this.deadline = new Deadline(policies.lockTimeout());
    }

    InitializationResult run() throws SQLException {
        policies.listener().started(policies.name(), database.description());
        Settled settled = deadline.retry(dialect, this::attempt);
        step(Step.DONE);
        InitializationResult result = result(settled);
        result.applied().forEach(policies.listener()::applied);
        result.healed().forEach(policies.listener()::healed);
        policies.listener().completed(result);
        return result;
    }

    private Settled attempt() throws SQLException {
        step(Step.LOOK);
        Optional<Settled> settled = dialect.isPresent(database, diagnosis) ? lookThenChange() : prepareThenChange();
        while (settled.isEmpty()) {
            deadline.restart(); // what this call did itself was no waiting
            settled = change();
        }
        return settled.get();
    }

    /** Looks and, where something has to be changed, goes on with the same connection. */
    private Optional<Settled> lookThenChange() throws SQLException {
        Optional<Settled> settled = dialect.glimpse(database, this::look);
        if (settled.isPresent()) {
            return settled;
        }
        try (Session session = Session.open(database, diagnosis)) {
            settled = look(session.connection());
            if (settled.isEmpty()) {
                prepare();
                settled = change(session);
            }
            return settled;
        } catch (SQLException e) {
            Failure failure = dialect.classify(e);
            if (failure != Failure.READ_ONLY && failure != Failure.CANNOT_OPEN) {
                throw e;
            }
        }
        settled = dialect.inspect(database, diagnosis, this::look);
        return settled.isPresent() ? settled : prepareThenChange();
    }

    private Optional<Settled> prepareThenChange() throws SQLException {
        prepare();
        return change();
    }

    private void prepare() {
        step(Step.PREPARE);
        dialect.prepare(database, diagnosis);
    }

    private Optional<Settled> look(Connection connection) throws SQLException {
        CatalogDigest catalog = dialect.digest(connection);
        Optional<SchemaHistory.Row> head = examination.current(connection, catalog);
        if (head.isPresent()) {
            return Optional.of(settled(head.get().migration().version()));
        }
        if (dialect.snapshotsShowCatalog()) {
            return settled(examination.examineSnapshot(connection));
        }
        return examination.newer(connection, catalog).map(newer -> new Settled(newer, CatalogDifference.NONE, true));
    }

    private static Settled settled(String version) {
        return new Settled(version, CatalogDifference.NONE, false);
    }

    /** Nothing has to be changed; empty where something has to, and an error where nothing can be. */
    private Optional<Settled> settled(Findings findings) {
        if (findings.newer()) {
            examination.requireCompatible(findings.history().getLast().migration());
        } else {
            requireIntact(findings.difference());
        }
        return findings.needsChange()
                ? Optional.empty()
                : Optional.of(new Settled(findings.version(), findings.difference(), findings.newer()));
    }

    private void requireIntact(CatalogDifference difference) {
        if (!difference.broken().isEmpty()) {
            SchemaObject first = difference.broken().getFirst();
            throw diagnosis.drift(
                    first.qualifiedName(), "not what the recorded history says: " + describe(difference.broken()));
        }
    }

    private static String describe(List<SchemaObject> objects) {
        return objects.stream().map(SchemaObject::toString).collect(Collectors.joining(", "));
    }

    /** Takes one step towards the newest version: all migrations up to one that runs alone, or that one. */
    private Optional<Settled> change() throws SQLException {
        try (Session session = Session.open(database, diagnosis)) {
            return change(session);
        }
    }

    private Optional<Settled> change(Session session) throws SQLException {
        session.prepare();
        lock(session);
        step(Step.LOOK_AGAIN);
        Findings findings = examination.examine(session.connection());
        Optional<Settled> settled = settled(findings);
        if (settled.isPresent()) {
            if (findings.needsSeal()) {
                examination.seal(session.connection(), examination.migrations().last(), findings.difference());
                session.commit();
            }
            return settled;
        }
        Optional<MigrationSequence.Entry> standalone = StandaloneMigration.next(findings);
        if (standalone.isPresent()) {
            previousVersion = previousVersion.or(() -> Optional.of(findings.version()));
            run(session, standalone.get());
            return Optional.empty();
        }
        return apply(session, findings);
    }

    private Optional<Settled> apply(Session session, Findings findings) throws SQLException {
        SchemaChange change = new SchemaChange(session, policies, examination);
        if (backup.isEmpty()) {
            backup = change.backUp(database, findings);
        }
        CatalogDifference rest = change.apply(findings);
        step(Step.COMMIT);
        session.commit();
        previousVersion = previousVersion.or(() -> Optional.of(findings.version()));
        applied.addAll(change.applied());
        healed.addAll(change.healed());
        boolean more =
                findings.pending().stream().anyMatch(entry -> !entry.header().transactional());
        return more
                ? Optional.empty()
                : Optional.of(
                        new Settled(examination.migrations().last().version().text(), rest, false));
    }

    private void run(Session session, MigrationSequence.Entry entry) throws SQLException {
        try (Dialect.Exclusion _ = exclude(session)) {
            new StandaloneMigration(session, policies, examination, entry).run().ifPresent(applied::add);
        }
    }

    private Dialect.Exclusion exclude(Session session) throws SQLException {
        step(Step.LOCK);
        Waiting waiting = new Waiting(policies.listener());
        return deadline.retryWhileConnected(dialect, () -> {
            waiting.goesOn();
            return dialect.exclude(database, session, diagnosis);
        });
    }

    private void lock(Session session) throws SQLException {
        step(Step.LOCK);
        Waiting waiting = new Waiting(policies.listener());
        deadline.retryWhileConnected(dialect, () -> tryLock(session, waiting));
        Duration wait = waiting.elapsed();
        lockWait = lockWait.plus(wait);
        policies.listener().lockAcquired(wait, contended);
    }

    private Session tryLock(Session session, Waiting waiting) throws SQLException {
        try {
            session.lock();
            return session;
        } catch (SQLException e) {
            contended = true;
            waiting.goesOn();
            throw e;
        }
    }

    private void step(Step step) {
        policies.listener().step(step);
    }

    private InitializationResult result(Settled settled) {
        return new InitializationResult(
                database.description(),
                previousVersion.orElse(settled.version()),
                settled.version(),
                applied,
                healed,
                settled.difference().harmless(),
                settled.difference().unexpected(),
                backup,
                lockWait,
                Duration.ofNanos(System.nanoTime() - start),
                contended,
                settled.newer());
    }
}
