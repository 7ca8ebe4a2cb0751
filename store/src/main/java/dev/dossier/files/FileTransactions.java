package dev.dossier.files;

import dev.dossier.access.Action;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobIntake;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.BlobUse;
import dev.dossier.blobs.StagedContent;
import dev.dossier.database.Statements;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.sessions.ActorTransactions;
import dev.dossier.sessions.Admission;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.SessionRows;
import dev.dossier.sessions.Visibility;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private final ActorTransactions transactions;
    private final BlobIntake intake;
    private final FileRows rows = new FileRows();
    private final SessionRows sessions = new SessionRows();

    FileTransactions(ActorTransactions transactions, BlobIntake intake) {
        this.transactions = transactions;
        this.intake = intake;
    }

    FileTransactions as(Actor other) {
        return new FileTransactions(transactions.as(other), intake);
    }

    Actor actor() {
        return transactions.actor();
    }

    Instant now() {
        return transactions.now();
    }

    Visibility visibility() {
        return transactions.visibility();
    }

    <T> T read(Work<T> work) {
        return transactions.read((sql, admission) -> work.run(new Scope(sql, admission)));
    }

    <T> T write(Work<T> work) {
        return transactions.write((sql, admission) -> work.run(new Scope(sql, admission)));
    }

    <T> T take(List<StagedContent> contents, IntakeWork<T> work) {
        return transactions.admitted(admission -> intake.commit(
                contents,
                (sql, uses) -> transactions.change(
                        sql, admission, (within, admitted) -> work.run(new Scope(within, admitted), uses))));
    }

    /** Reads ahead of work that asks again: only a refusal is logged. */
    <T> T ahead(Work<T> work) {
        return transactions.ahead((sql, admission) -> work.run(new Scope(sql, admission)));
    }

    /** Asks whether work that is to follow will be admitted. */
    void ask(Question question) {
        transactions.ask((sql, admission) -> {
            question.ask(new Scope(sql, admission));
            return true;
        });
    }

    private static SessionRows.Owner owner(String name) {
        return name.isEmpty() ? SessionRows.NOBODY : new SessionRows.Owner(name);
    }

    /** What is asked ahead of work, or logged after it. */
    @FunctionalInterface
    interface Question {
        void ask(Scope scope) throws SQLException;
    }

    /** Logs a use of a file, or that it was refused, where there is room. */
    void logUse(AccessType type, StoredFile file, Map<String, ?> details) {
        transactions.logWhereThereIsRoom(sql -> transactions
                .log()
                .add(
                        sql,
                        type,
                        file.id().value(),
                        file.session().value(),
                        transactions.actor(),
                        transactions.now(),
                        details));
    }

    /** Notes something beside the requests, where there is room. */
    void noteWhereThereIsRoom(ActorTransactions.Entry entry) {
        transactions.logWhereThereIsRoom(entry);
    }

    /** One transaction, for whoever works inside it. */
    final class Scope {
        private final Statements sql;
        private final Admission admission;
        private final Instant now = transactions.now();

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
            return transactions.actor();
        }

        /**
         * A file to which the actor may do this, deleted or not.
         *
         * @throws NotFoundException when there is none, its time is over, or the actor may not know it
         * @throws AccessDeniedException when the actor knows it and may not do this
         */
        FileRow file(FileId id, Action action) throws SQLException {
            Optional<FileRow> row = rows.find(sql, id).filter(found -> !found.isExpired(now));
            admission.file(
                    sql,
                    action,
                    id.value(),
                    row.map(found -> found.file().session()).orElse(null),
                    row.map(found -> new SessionRows.Owner(found.owner())));
            return rows.withMetadata(sql, row.orElseThrow(() -> new NotFoundException("file", id.value())));
        }

        /**
         * A file to which the actor may do this, and that is not deleted.
         *
         * @throws NotFoundException when there is none, or the actor may not know it
         * @throws AccessDeniedException when the actor knows it and may not do this
         */
        FileRow activeFile(FileId id, Action action) throws SQLException {
            FileRow row = file(id, action);
            if (row.file().isDeleted()) {
                throw new NotFoundException("file", id.value());
            }
            return row;
        }

        /**
         * Makes sure that a file may be changed or removed; that somebody tried is logged.
         *
         * @throws LegalHoldException when it may not
         */
        void requireFree(FileRow row, AccessType attempt) {
            try {
                row.requireFree();
            } catch (LegalHoldException e) {
                Map<String, String> details = new LinkedHashMap<>();
                details.put("attempt", attempt.toString());
                details.put("reason", e.code());
                admission.refused(row.file().id().value(), row.file().session().value(), details);
                throw e;
            }
        }

        /** Notes that nobody may erase a person under legal hold; the hold names the person, and the entry does not. */
        void erasureRefused(LegalHoldException refusal, String hold) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("attempt", AccessType.ERASE.toString());
            details.put("reason", refusal.code());
            details.put("hold", hold);
            admission.refused(null, null, details);
        }

        /**
         * Makes sure that the actor may see who used a file. After it was purged that is who owned it then, whoever has a
         * session of the same name by now and whomever that is shared with.
         *
         * @throws NotFoundException when there never was one, or the actor may not know it
         * @throws AccessDeniedException when the actor knows it and may not see that
         */
        void inspectedFile(FileId id) throws SQLException {
            Optional<FileRow> row = rows.find(sql, id);
            SessionId session = row.map(found -> found.file().session()).orElse(null);
            Optional<SessionRows.Owner> owner = row.isPresent()
                    ? Optional.of(new SessionRows.Owner(row.get().owner()))
                    : transactions.log().lastOwner(sql, id.value()).map(FileTransactions::owner);
            admission.file(sql, Action.INSPECT, id.value(), session, owner);
        }

        /**
         * Makes sure that the actor may do this to the session.
         *
         * @throws NotFoundException when there is none, or the actor may not know it
         * @throws AccessDeniedException when the actor knows it and may not do this
         */
        void session(SessionId session, Action action) throws SQLException {
            admission.session(sql, action, session, sessions.owner(sql, session));
        }

        /** Makes sure that the actor may add to the session, or create it where there is none; answers whether it is there. */
        boolean mayAddTo(SessionId session) throws SQLException {
            Optional<SessionRows.Owner> owner = sessions.owner(sql, session);
            admission.session(sql, owner.isEmpty() ? Action.CREATE : Action.WRITE, session, owner);
            return owner.isPresent();
        }

        /**
         * Who owns what the actor is about to add to a session: its owner, or the actor where there is none yet.
         *
         * @throws NotFoundException when the actor may not know the session
         * @throws AccessDeniedException when the actor knows it and may not add to it
         */
        String ownerToBe(SessionId session) throws SQLException {
            if (!mayAddTo(session)) {
                return actor().name();
            }
            String name =
                    sessions.owner(sql, session).orElse(SessionRows.NOBODY).name();
            return name == null ? "" : name;
        }

        /**
         * Makes sure that the actor may decide what stays and what goes for everybody.
         *
         * @throws AccessDeniedException when it is no administrator
         */
        void govern() {
            admission.govern();
        }

        /** Makes sure that there is a session that the actor may add to; a new one is the actor's. */
        void sessionToAddTo(SessionId session) throws SQLException {
            if (mayAddTo(session)) {
                sessions.reopen(sql, session);
            } else {
                sessions.create(sql, session, actor(), now);
            }
        }

        /** Whether the actor may see a file with these bytes: that others have them is nobody's concern. */
        boolean seesFileOf(BlobKey blob) throws SQLException {
            return visibility().isEverything() || rows.isVisible(sql, blob, visibility());
        }

        /** Notes that what is read is whosever it is, where the actor may see everything. */
        void everything() {
            admission.everything();
        }

        /** The entries of the access log about a file, newest first. */
        List<AccessEntry> logged(FileId id, int limit) throws SQLException {
            return transactions.log().of(sql, id.value(), limit);
        }

        void log(AccessType type, StoredFile file, Map<String, ?> details) throws SQLException {
            log(type, file.id().value(), file.session().value(), details);
        }

        void log(AccessType type, @Nullable String fileId, @Nullable String session, Map<String, ?> details)
                throws SQLException {
            transactions.log().add(sql, type, fileId, session, actor(), now, details);
        }
    }
}
