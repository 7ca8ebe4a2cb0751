package dev.dossier.files;

import dev.dossier.access.AccessMode;
import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.access.Decision;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobIntake;
import dev.dossier.blobs.BlobUse;
import dev.dossier.blobs.StagedContent;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.SessionRows;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Transactions on files on behalf of one actor: each looks at a consistent state, admits or refuses the actor, and logs
 * what it does together with doing it.
 */
final class FileTransactions {
    /**
     * What one transaction does.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    interface Work<T> {
        T run(Scope scope) throws SQLException;
    }

    /**
     * What one transaction does with blobs for contents that have arrived.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    interface IntakeWork<T> {
        T run(Scope scope, List<BlobUse> uses) throws SQLException;
    }

    private final Database database;
    private final BlobIntake intake;
    private final AccessPolicy policy;
    private final AccessLog log;
    private final FileRows rows = new FileRows();
    private final SessionRows sessions = new SessionRows();
    private final InstantSource clock;
    private final Actor actor;

    FileTransactions(
            Database database,
            BlobIntake intake,
            AccessPolicy policy,
            AccessLog log,
            InstantSource clock,
            Actor actor) {
        this.database = database;
        this.intake = intake;
        this.policy = policy;
        this.log = log;
        this.clock = clock;
        this.actor = actor;
    }

    FileTransactions as(Actor other) {
        return new FileTransactions(database, intake, policy, log, clock, other);
    }

    Actor actor() {
        return actor;
    }

    InstantSource clock() {
        return clock;
    }

    /**
     * Makes sure that the actor is an administrator, where access is enforced.
     *
     * @param action what is asked for, to be read before "this"
     * @throws AccessDeniedException when it is none
     */
    void requireAdministrator(String action) {
        if (policy.mode() == AccessMode.ENFORCED && !actor.isAdministrator()) {
            throw new AccessDeniedException(action);
        }
    }

    AccessPolicy policy() {
        return policy;
    }

    <T> T read(Work<T> work) {
        Admission admission = new Admission(policy, actor);
        return admitted(admission, () -> database.read(sql -> work.run(new Scope(sql, admission))));
    }

    <T> T write(Work<T> work) {
        Admission admission = new Admission(policy, actor);
        return admitted(admission, () -> database.write(sql -> work.run(new Scope(sql, admission))));
    }

    <T> T take(List<StagedContent> contents, IntakeWork<T> work) {
        Admission admission = new Admission(policy, actor);
        return admitted(
                admission, () -> intake.commit(contents, (sql, uses) -> work.run(new Scope(sql, admission), uses)));
    }

    private <T> T admitted(Admission admission, Supplier<T> transaction) {
        try {
            return transaction.get();
        } finally {
            if (admission.hasNotes()) {
                logWhereThereIsRoom(scope -> admission.log(scope.sql, log, scope.now));
            }
        }
    }

    /** Something that is logged on its own. */
    @FunctionalInterface
    interface Entry {
        void add(Scope scope) throws SQLException;
    }

    /**
     * Logs something that changes nothing else. On a full disk or a read-only store it goes unlogged, so that files can
     * still be read.
     */
    void logWhereThereIsRoom(Entry entry) {
        try {
            database.write(sql -> {
                entry.add(new Scope(sql, new Admission(policy, actor)));
                return true;
            });
        } catch (ReadOnlyException | StorageFullException e) {
            return; // reading goes on
        }
    }

    /** One transaction, for whoever works inside it. */
    final class Scope {
        private final Statements sql;
        private final Admission admission;
        private final Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);

        private Scope(Statements sql, Admission admission) {
            this.sql = sql;
            this.admission = admission;
        }

        Statements sql() {
            return sql;
        }

        Instant now() {
            return now;
        }

        Actor actor() {
            return actor;
        }

        /**
         * A file that the actor may use, deleted or not.
         *
         * @throws NotFoundException when there is none, its time is over, or the actor may not know it
         */
        FileRow file(FileId id) throws SQLException {
            FileRow row = rows.find(sql, id)
                    .filter(found -> !found.isExpired(now))
                    .orElseThrow(() -> new NotFoundException("file", id.value()));
            admission.file(row);
            return row;
        }

        /**
         * A file that the actor may use and that is not deleted.
         *
         * @throws NotFoundException when there is none, or the actor may not know it
         */
        FileRow activeFile(FileId id) throws SQLException {
            FileRow row = file(id);
            if (row.file().isDeleted()) {
                throw new NotFoundException("file", id.value());
            }
            return row;
        }

        /**
         * Makes sure that the actor may know of a file that was purged.
         *
         * @throws NotFoundException when there never was one, or the actor may not know it
         */
        void formerFile(FileId id, List<AccessEntry> entries) throws SQLException {
            if (entries.isEmpty()) {
                throw new NotFoundException("file", id.value());
            }
            String name = entries.getFirst().session();
            SessionId session = SessionId.stored(name == null ? "" : name);
            SessionRows.Owner owner = sessions.owner(sql, session).orElse(SessionRows.NOBODY);
            admission.session(session, owner.name());
        }

        /**
         * Makes sure that the actor may use the session.
         *
         * @throws NotFoundException when there is none, or the actor may not know it
         */
        void session(SessionId session) throws SQLException {
            SessionRows.Owner owner =
                    sessions.owner(sql, session).orElseThrow(() -> new NotFoundException("session", session.value()));
            admission.session(session, owner.name());
        }

        /**
         * A file whose content the actor is about to replace. Only a refusal is logged: the change is, when it comes.
         *
         * @throws NotFoundException when there is none that is active, or the actor may not know it
         */
        FileRow fileToReplace(FileId id) throws SQLException {
            FileRow row = rows.find(sql, id)
                    .filter(found -> !found.isExpired(now) && !found.file().isDeleted())
                    .orElseThrow(() -> new NotFoundException("file", id.value()));
            if (policy.decide(actor, row.owner()) == Decision.HIDE) {
                admission.file(row);
            }
            return row;
        }

        /**
         * Who owns what the actor is about to add to a session: its owner, or the actor where there is none yet. Only a refusal
         * is logged: the upload is, when it comes.
         *
         * @throws NotFoundException when the actor may not know the session
         */
        String ownerToBe(SessionId session) throws SQLException {
            Optional<SessionRows.Owner> owner = sessions.owner(sql, session);
            if (owner.isEmpty()) {
                return actor.name();
            }
            String name = owner.get().name();
            if (policy.decide(actor, name) == Decision.HIDE) {
                admission.session(session, name);
            }
            return name == null ? "" : name;
        }

        /** Makes sure that there is a session that the actor may add to; a new one is the actor's. */
        void sessionToAddTo(SessionId session) throws SQLException {
            if (sessions.owner(sql, session).isEmpty()) {
                sessions.create(sql, session, actor, now);
            } else {
                session(session);
                sessions.reopen(sql, session);
            }
        }

        /** The entries of the access log about a file, newest first. */
        List<AccessEntry> logged(FileId id, int limit) throws SQLException {
            return log.of(sql, id.value(), limit);
        }

        void log(AccessType type, StoredFile file, Map<String, ?> details) throws SQLException {
            log.add(sql, type, file.id().value(), file.session().value(), actor, now, details);
        }
    }
}
