package dev.dossier.files;

import dev.dossier.access.Action;
import dev.dossier.audit.AccessType;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.quotas.Quotas;
import dev.dossier.retention.CleanupQueue;
import dev.dossier.retention.CleanupReason;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.SessionRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files change: they are renamed, moved, deleted, restored and purged, one by one or with their session. */
final class FileChanges {
    private final FileTransactions transactions;
    private final FileRows rows = new FileRows();
    private final SessionRows sessions = new SessionRows();
    private final CleanupQueue queue = new CleanupQueue();
    private final FileRemoval removal;
    private final FileIntake intake;
    private final Expiry expiry;
    private final Quotas quotas;
    private final Duration retentionDuration;

    FileChanges(
            FileTransactions transactions,
            FileRemoval removal,
            FileIntake intake,
            Expiry expiry,
            Quotas quotas,
            Duration retentionDuration) {
        this.quotas = quotas;
        this.expiry = expiry;
        this.transactions = transactions;
        this.removal = removal;
        this.intake = intake;
        this.retentionDuration = retentionDuration;
    }

    Edited edit(FileId id, FileEdit edit) {
        return transactions.write(scope -> {
            FileRow row = scope.activeFile(id, Action.WRITE);
            scope.requireFree(row, edit.name() == null ? AccessType.ANNOTATE : AccessType.RENAME);
            StoredFile before = row.file();
            if (edit.name() != null) {
                rows.rename(scope.sql(), id, edit.name());
            }
            for (Map.Entry<String, @Nullable String> note : edit.metadata().entrySet()) {
                rows.note(scope.sql(), id, note.getKey(), note.getValue(), scope.now());
            }
            StoredFile after = scope.activeFile(id, Action.WRITE).file();
            Metadata.check(after.metadata());
            log(scope, edit, before, after);
            return new Edited(after, before.name());
        });
    }

    /** What was asked for has an entry, which tells what that changed. */
    private static void log(FileTransactions.Scope scope, FileEdit edit, StoredFile before, StoredFile after)
            throws SQLException {
        if (edit.name() != null) {
            scope.log(
                    AccessType.RENAME,
                    before,
                    before.name().equals(after.name())
                            ? Map.of()
                            : Map.of("previous_filename", before.name().value()));
        }
        if (!edit.metadata().isEmpty()) {
            scope.log(
                    AccessType.ANNOTATE, before, Map.of("keys", Metadata.changed(before.metadata(), after.metadata())));
        }
    }

    StoredFile move(FileId id, SessionId to) {
        return transactions.write(scope -> {
            move(scope, scope.activeFile(id, Action.MANAGE), to);
            return scope.activeFile(id, Action.READ).file();
        });
    }

    private void move(FileTransactions.Scope scope, FileRow row, SessionId to) throws SQLException {
        scope.requireFree(row, AccessType.MOVE);
        StoredFile file = row.file();
        scope.sessionToAddTo(to);
        rows.move(scope.sql(), file, to, scope.now());
        quotas.checkOwner(scope.sql(), to.value());
        expiry.refreshFile(scope.sql(), file.id().value());
        requireLasting(scope, file, to);
        scope.log(AccessType.MOVE, file, Map.of("to_session", to.value()));
    }

    /** Nobody who moves a file means to lose it. */
    private void requireLasting(FileTransactions.Scope scope, StoredFile file, SessionId to) throws SQLException {
        if (rows.find(scope.sql(), file.id())
                .filter(row -> row.isExpired(scope.now()))
                .isPresent()) {
            throw new ConflictException(
                    "Session " + to.value() + " keeps files for a shorter time than file " + file.id()
                            + " exists, so that it would be gone at once. Copy it, or let the session keep files longer.");
        }
    }

    void delete(FileId id) {
        transactions.write(scope -> {
            hide(scope, scope.activeFile(id, Action.WRITE), CleanupReason.USER_REQUEST);
            return true;
        });
    }

    private void hide(FileTransactions.Scope scope, FileRow row, CleanupReason reason) throws SQLException {
        scope.requireFree(row, AccessType.DELETE);
        StoredFile file = row.file();
        rows.hide(scope.sql(), file.id(), scope.now());
        queue.schedule(
                scope.sql(),
                file.id().value(),
                file.session().value(),
                scope.now().plus(retentionDuration),
                reason);
        scope.log(AccessType.DELETE, file, Map.of("reason", reason.toString()));
    }

    void purge(FileId id) {
        transactions.write(scope -> {
            purge(scope, scope.file(id, Action.MANAGE));
            return true;
        });
    }

    private void purge(FileTransactions.Scope scope, FileRow row) throws SQLException {
        scope.requireFree(row, AccessType.PURGE);
        queue.cancel(scope.sql(), row.file().id().value());
        removal.purge(scope.sql(), row, scope.actor(), scope.now(), CleanupReason.USER_REQUEST);
    }

    StoredFile restore(FileId id) {
        return transactions.write(scope -> {
            StoredFile file = scope.file(id, Action.WRITE).file();
            if (!file.isDeleted()) {
                throw new ConflictException("File " + id + " is not deleted; there is nothing to restore.");
            }
            rows.restore(scope.sql(), id);
            queue.cancel(scope.sql(), id.value());
            sessions.reopen(scope.sql(), file.session());
            scope.log(AccessType.RESTORE, file, Map.of());
            return scope.activeFile(id, Action.WRITE).file();
        });
    }

    /** A link changes nothing of the file, and is logged all the same. */
    StoredFile link(FileId id, Instant expiresAt) {
        return transactions.write(scope -> {
            StoredFile file = scope.activeFile(id, Action.READ).file();
            scope.log(AccessType.LINK, file, Map.of("expires_at", expiresAt.toString()));
            return file;
        });
    }

    int deleteSessionFiles(SessionId session, boolean permanent) {
        return transactions.write(scope -> {
            scope.session(session, permanent ? Action.MANAGE : Action.WRITE);
            List<FileRow> files = permanent ? rows.ofSession(scope.sql(), session, true) : activeFiles(scope, session);
            for (FileRow row : files) {
                if (permanent) {
                    purge(scope, row);
                } else {
                    hide(scope, row, CleanupReason.USER_REQUEST);
                }
            }
            return files.size();
        });
    }

    /** Purges at once what is deleted or expired in the session and not under legal hold. */
    int cleanUpSession(SessionId session) {
        return transactions.write(scope -> {
            scope.session(session, Action.MANAGE);
            int purged = 0;
            for (FileRow row : rows.ofSession(scope.sql(), session, true)) {
                if (!row.held() && (row.file().isDeleted() || row.isExpired(scope.now()))) {
                    purge(scope, row);
                    purged++;
                }
            }
            return purged;
        });
    }

    List<StoredFile> transfer(SessionId from, SessionId to, Transfer how) {
        requireOther(from, to);
        return transactions.write(scope -> {
            scope.session(from, how == Transfer.COPY ? Action.READ : Action.MANAGE);
            List<StoredFile> transferred = new ArrayList<>();
            for (FileRow row : activeFiles(scope, from)) {
                if (how == Transfer.COPY) {
                    FileRow whole = rows.withMetadata(scope.sql(), row);
                    transferred.add(intake.copy(scope, whole, to, row.file().name()));
                } else {
                    move(scope, row, to);
                    transferred.add(
                            scope.activeFile(row.file().id(), Action.READ).file());
                }
            }
            return transferred;
        });
    }

    SessionEnd endSession(SessionId session, FilesAtEnd choice, @Nullable SessionId transferTo) {
        if (choice == FilesAtEnd.TRANSFER) {
            if (transferTo == null) {
                throw new InvalidValueException("to", "Name the session that the files are transferred to.");
            }
            requireOther(session, transferTo);
        }
        return transactions.write(scope -> {
            scope.session(session, Action.MANAGE);
            List<FileRow> files = activeFiles(scope, session);
            for (FileRow row : files) {
                if (choice == FilesAtEnd.DELETE) {
                    hide(scope, row, CleanupReason.SESSION_ENDED);
                } else if (transferTo != null && choice == FilesAtEnd.TRANSFER) {
                    move(scope, row, transferTo);
                }
            }
            sessions.end(scope.sql(), session, scope.now());
            scope.log(AccessType.END, null, session.value(), whatBecomes(choice, transferTo));
            return new SessionEnd(
                    sessions.find(scope.sql(), session, scope.now())
                            .orElseThrow(() -> new NotFoundException("session", session.value())),
                    files.size());
        });
    }

    /** Those whose time is not over: what nobody sees any more is not brought back. */
    private List<FileRow> activeFiles(FileTransactions.Scope scope, SessionId session) throws SQLException {
        return rows.ofSession(scope.sql(), session, false).stream()
                .filter(row -> !row.isExpired(scope.now()))
                .toList();
    }

    private static Map<String, String> whatBecomes(FilesAtEnd choice, @Nullable SessionId transferTo) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("files", choice.toString());
        if (transferTo != null && choice == FilesAtEnd.TRANSFER) {
            details.put("to_session", transferTo.value());
        }
        return details;
    }

    private static void requireOther(SessionId from, SessionId to) {
        if (from.equals(to)) {
            throw new InvalidValueException("to", "The files are in session " + to + " already. Name another one.");
        }
    }
}
