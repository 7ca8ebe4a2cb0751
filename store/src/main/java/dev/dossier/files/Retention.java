package dev.dossier.files;

import dev.dossier.access.Action;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessType;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.retention.HoldListing;
import dev.dossier.retention.HoldRows;
import dev.dossier.retention.HoldSubject;
import dev.dossier.retention.LegalHold;
import dev.dossier.sessions.PageLimit;
import dev.dossier.sessions.SessionId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept and how long, on behalf of one actor: rules by session and kind of file, and legal holds, which beat every
 * rule. Who may take a session's files away for good may set its rules; holds are an administrator's, where access is enforced. Thread-safe.
 *
 * <p>What is held can be read, listed and copied. It cannot be renamed, replaced, moved, deleted or purged, it does not expire,
 * and its entries in the access log stay.
 */
public final class Retention {
    private static final int REASON_LIMIT = 1000;

    private final FileTransactions transactions;
    private final Expiry expiry;
    private final HoldRows holds = new HoldRows();

    Retention(FileTransactions transactions, Expiry expiry) {
        this.transactions = transactions;
        this.expiry = expiry;
    }

    /** The same on behalf of another actor. */
    public Retention as(Actor actor) {
        return new Retention(transactions.as(actor), expiry);
    }

    /**
     * How long files of a session are kept, where that differs from the configuration.
     *
     * @throws NotFoundException when there is no such session, or the actor may not know it
     */
    public SessionRetention of(SessionId session) {
        return transactions.read(scope -> {
            scope.session(session, Action.READ);
            return expiry.rules(scope.sql(), session);
        });
    }

    /**
     * Sets how long files of a session are kept; those that are there follow at once.
     *
     * @throws NotFoundException when there is no such session, or the actor may not know it
     * @throws AccessDeniedException when the actor knows it and may not purge its files
     */
    public SessionRetention set(SessionId session, SessionRetention retention) {
        return transactions.write(scope -> {
            scope.session(session, Action.MANAGE);
            expiry.setRules(scope.sql(), session, retention, scope.actor().name(), scope.now());
            expiry.refreshSession(scope.sql(), session.value());
            scope.log(AccessType.KEEP, null, session.value(), details(retention));
            return expiry.rules(scope.sql(), session);
        });
    }

    private static Map<String, Object> details(SessionRetention retention) {
        Map<String, Object> details = new LinkedHashMap<>();
        for (AssociationType kind : AssociationType.values()) {
            Optional<Duration> time = retention.rules().get(kind);
            details.put(
                    kind.toString(),
                    time == null
                            ? "usual"
                            : time.<Object>map(Duration::toSeconds).orElse("forever"));
        }
        return details;
    }

    /**
     * Places a legal hold.
     *
     * @param reason why, 1 to 1000 characters
     * @throws NotFoundException when there is no such file or session
     * @throws AccessDeniedException when the actor is no administrator and access is enforced
     */
    public LegalHold hold(HoldSubject subject, String reason) {
        if (reason.isBlank() || reason.length() > REASON_LIMIT) {
            throw new InvalidValueException("reason", "Say why, with 1 to " + REASON_LIMIT + " characters.");
        }
        return transactions.write(scope -> {
            scope.govern();
            requireThere(scope, subject);
            LegalHold hold = new LegalHold(
                    UUID.randomUUID().toString(), subject, reason, scope.actor().name(), scope.now(), null, null);
            holds.add(scope.sql(), hold);
            refresh(scope, subject);
            log(scope, AccessType.HOLD, hold);
            return hold;
        });
    }

    /**
     * Releases a legal hold. What is due goes at the next round, unless another hold keeps it.
     *
     * @throws NotFoundException when there is no such hold
     * @throws ConflictException when it was released before
     * @throws AccessDeniedException when the actor is no administrator and access is enforced
     */
    public LegalHold release(String holdId) {
        return transactions.write(scope -> {
            scope.govern();
            LegalHold hold = find(scope, holdId);
            if (!hold.isActive()) {
                throw new ConflictException("Hold " + holdId + " was released before.");
            }
            holds.release(scope.sql(), holdId, scope.actor().name(), scope.now());
            refresh(scope, hold.subject());
            log(scope, AccessType.RELEASE, hold);
            return find(scope, holdId);
        });
    }

    /**
     * A page of the holds, newest first.
     *
     * @param limit the most holds of the page, 1 to 1000
     * @param cursor where the previous page ended; null for the first page
     * @throws MalformedException when the cursor is of no page
     * @throws AccessDeniedException when the actor is no administrator and access is enforced
     */
    public HoldListing holds(boolean includeReleased, int limit, @Nullable String cursor) {
        PageLimit.check(limit);
        return transactions.read(scope -> {
            scope.govern();
            List<LegalHold> page = cursor == null
                    ? holds.newest(scope.sql(), includeReleased, limit + 1)
                    : holds.after(scope.sql(), last(scope, cursor), includeReleased, limit + 1);
            boolean more = page.size() > limit;
            List<LegalHold> shown = more ? page.subList(0, limit) : page;
            return new HoldListing(shown, more ? shown.getLast().id() : null);
        });
    }

    private LegalHold last(FileTransactions.Scope scope, String cursor) throws SQLException {
        return holds.find(scope.sql(), cursor)
                .orElseThrow(() ->
                        new MalformedException("The cursor is malformed. Use the next_cursor of the page before."));
    }

    /** A held person is not named: the entry would have to be erased one day, and the hold itself says who it is. */
    private static void log(FileTransactions.Scope scope, AccessType type, LegalHold hold) throws SQLException {
        String id = hold.subject().id();
        scope.log(
                type,
                hold.subject().type() == HoldSubject.Type.FILE ? id : null,
                hold.subject().type() == HoldSubject.Type.SESSION ? id : null,
                Map.of("hold", hold.id()));
    }

    private LegalHold find(FileTransactions.Scope scope, String holdId) throws SQLException {
        return holds.find(scope.sql(), holdId).orElseThrow(() -> new NotFoundException("hold", holdId));
    }

    private void requireThere(FileTransactions.Scope scope, HoldSubject subject) throws SQLException {
        switch (subject.type()) {
            case FILE -> scope.file(FileId.of(subject.id()), Action.READ);
            case SESSION -> scope.session(SessionId.stored(subject.id()), Action.READ);
            case PERSON -> {} // may come later
        }
    }

    private void refresh(FileTransactions.Scope scope, HoldSubject subject) throws SQLException {
        switch (subject.type()) {
            case FILE -> expiry.refreshFile(scope.sql(), subject.id());
            case SESSION -> expiry.refreshSession(scope.sql(), subject.id());
            case PERSON -> expiry.refreshPerson(scope.sql(), subject.id());
        }
    }
}
