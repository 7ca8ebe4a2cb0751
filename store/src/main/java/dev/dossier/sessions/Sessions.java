package dev.dossier.sessions;

import dev.dossier.access.Action;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.audit.AccessType;
import dev.dossier.database.Statements;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that an actor may see, and whom they are shared with. Immutable and thread-safe.
 *
 * <p>Every method that names a session throws {@link NotFoundException} where there is none or the actor may not know of
 * it, and {@link AccessDeniedException} where the actor knows of it and may not do this.
 */
public final class Sessions {
    /** With how many people one session can be shared. */
    public static final int LARGEST_CIRCLE = 1000;

    private final ActorTransactions transactions;
    private final SessionRows rows = new SessionRows();
    private final ShareRows shares = new ShareRows();

    /** The sessions, as the actor of these transactions may see them. */
    public Sessions(ActorTransactions transactions) {
        this.transactions = transactions;
    }

    /** The same sessions as another actor may see them. */
    public Sessions as(Actor other) {
        return new Sessions(transactions.as(other));
    }

    /** A session with its sums. */
    public Session find(SessionId id) {
        Instant now = transactions.now();
        return transactions.read((sql, admission) -> {
            // before the sums, which take as long as the session has files
            admission.session(sql, Action.READ, id, rows.owner(sql, id));
            return rows.find(sql, id, now).orElseThrow(() -> new NotFoundException("session", id.value()));
        });
    }

    /**
     * A page of sessions, by name.
     *
     * @param limit the most sessions of the page, 1 to 1000
     * @param cursor where the previous page ended; null for the first page
     */
    public SessionListing list(int limit, @Nullable String cursor) {
        PageLimit.check(limit);
        Instant now = transactions.now();
        Visibility visible = transactions.visibility();
        return transactions.read((sql, admission) -> {
            admission.everything();
            List<Session> page = rows.page(sql, visible, cursor == null ? "" : cursor, limit + 1, now);
            boolean more = page.size() > limit;
            List<Session> shown = more ? page.subList(0, limit) : page;
            return new SessionListing(shown, more ? shown.getLast().id().value() : null, rows.count(sql, visible));
        });
    }

    /** Whom a session is shared with, by name. */
    public List<Share> shares(SessionId id) {
        return transactions.read((sql, admission) -> {
            admission.session(sql, Action.INSPECT, id, rows.owner(sql, id));
            return shares.of(sql, id);
        });
    }

    /**
     * How a session is shared with a person.
     *
     * @throws NotFoundException also when it is not shared with it
     */
    public Share share(SessionId id, String person) {
        return transactions.read((sql, admission) -> {
            admission.session(sql, Action.INSPECT, id, rows.owner(sql, id));
            return shares.find(sql, id, person).orElseThrow(() -> notShared(person));
        });
    }

    /**
     * Shares a session with a person, or changes as what it is shared.
     *
     * @throws InvalidValueException when nobody can be called so, the person is the owner, or the session is shared with
     *     {@value #LARGEST_CIRCLE} people already
     */
    public Share share(SessionId id, String person, Grant grant) {
        Actor.checkedName("person", person);
        return transactions.write((sql, admission) -> {
            Optional<SessionRows.Owner> owner = rows.owner(sql, id);
            admission.session(sql, Action.MANAGE, id, owner);
            if (owner.map(SessionRows.Owner::name).filter(person::equals).isPresent()) {
                throw new InvalidValueException("person", "The session is " + person + "'s own. Name somebody else.");
            }
            if (shares.find(sql, id, person).isEmpty() && shares.of(sql, id).size() >= LARGEST_CIRCLE) {
                throw new InvalidValueException(
                        "person", "A session is shared with at most " + LARGEST_CIRCLE + " people.");
            }
            Share share = new Share(id, person, grant, transactions.actor().name(), transactions.now());
            shares.put(sql, share);
            log(sql, AccessType.SHARE, id, Map.of("person", person, "role", grant.toString()));
            return share;
        });
    }

    /**
     * Shares a session with a person no longer.
     *
     * @throws NotFoundException also when it is not shared with it
     */
    public void unshare(SessionId id, String person) {
        transactions.write((sql, admission) -> {
            admission.session(sql, Action.MANAGE, id, rows.owner(sql, id));
            Share share = shares.find(sql, id, person).orElseThrow(() -> notShared(person));
            shares.remove(sql, id, person);
            log(
                    sql,
                    AccessType.UNSHARE,
                    id,
                    Map.of("person", person, "role", share.grant().toString()));
            return true;
        });
    }

    private void log(Statements sql, AccessType type, SessionId id, Map<String, String> details) throws SQLException {
        transactions.log().add(sql, type, null, id.value(), transactions.actor(), transactions.now(), details);
    }

    private static NotFoundException notShared(String person) {
        return new NotFoundException("share with", person);
    }
}
