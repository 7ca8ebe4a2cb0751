package dev.dossier.sessions;

import dev.dossier.access.AccessMode;
import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.access.Decision;
import dev.dossier.database.Database;
import dev.dossier.errors.NotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversations that an actor may see. Immutable and thread-safe. */
public final class Sessions {
    private final Database database;
    private final SessionRows rows;
    private final AccessPolicy policy;
    private final InstantSource clock;
    private final Actor actor;

    /** The sessions of that database, as the actor may see them. */
    public Sessions(Database database, SessionRows rows, AccessPolicy policy, InstantSource clock, Actor actor) {
        this.database = database;
        this.rows = rows;
        this.policy = policy;
        this.clock = clock;
        this.actor = actor;
    }

    /** The same sessions as another actor may see them. */
    public Sessions as(Actor other) {
        return new Sessions(database, rows, policy, clock, other);
    }

    /**
     * A session with its sums.
     *
     * @throws NotFoundException when there is none, or the actor may not know it
     */
    public Session find(SessionId id) {
        Instant now = clock.instant();
        return database.read(sql -> rows.find(sql, id, now))
                .filter(session -> policy.decide(actor, session.owner()) != Decision.HIDE)
                .orElseThrow(() -> new NotFoundException("session", id.value()));
    }

    /**
     * A page of sessions, by name.
     *
     * @param limit the most sessions of the page, 1 to 1000
     * @param cursor where the previous page ended; null for the first page
     */
    public SessionListing list(int limit, @Nullable String cursor) {
        PageLimit.check(limit);
        Instant now = clock.instant();
        String owner = policy.mode() == AccessMode.ENFORCED && !actor.isAdministrator() ? actor.name() : null;
        return database.read(sql -> {
            List<Session> page = rows.page(sql, owner, cursor == null ? "" : cursor, limit + 1, now);
            boolean more = page.size() > limit;
            List<Session> shown = more ? page.subList(0, limit) : page;
            return new SessionListing(shown, more ? shown.getLast().id().value() : null, rows.count(sql, owner));
        });
    }
}
