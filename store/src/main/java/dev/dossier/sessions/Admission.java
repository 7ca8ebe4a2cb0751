package dev.dossier.sessions;

import dev.dossier.access.AccessMode;
import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Action;
import dev.dossier.access.Actor;
import dev.dossier.access.Decision;
import dev.dossier.access.Grant;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.database.Statements;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.NotFoundException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about one request. It remembers those that must be logged, because a refusal ends the transaction that
 * it is made in.
 *
 * <p>What is not there takes the same way as what may not be known: the same questions to the database, the same entry in the
 * log, the same exception. So neither the answer nor the time it takes tells them apart.
 */
public final class Admission {
    private record Asked(
            Action action, @Nullable String file, @Nullable String session) {}

    private record Noted(
            AccessType type,
            @Nullable String file,
            @Nullable String session,
            Map<String, String> details) {}

    private final AccessPolicy policy;
    private final Actor actor;
    private final ShareRows shares = new ShareRows();
    private final Set<Asked> asked = new HashSet<>();
    private final List<Noted> noted = new ArrayList<>();

    Admission(AccessPolicy policy, Actor actor) {
        this.policy = policy;
        this.actor = actor;
    }

    /**
     * Admits the actor to a file, or not.
     *
     * @param session the file's session; null where there is no such file
     * @param owner the session's owner; empty where there is no such file
     * @throws NotFoundException when there is no such file, or the actor may not know of it
     * @throws AccessDeniedException when the actor may know of the file and not do this
     */
    public void file(
            Statements sql, Action action, String file, @Nullable SessionId session, Optional<SessionRows.Owner> owner)
            throws SQLException {
        Asked about = new Asked(action, file, session == null ? null : session.value());
        if (!admits(sql, about, owner)) {
            throw new NotFoundException("file", file);
        }
    }

    /**
     * Admits the actor to a session, or not. To create a session is possible where there is none, and only there.
     *
     * @param owner the session's owner; empty where there is no such session
     * @throws NotFoundException when there is no such session, or the actor may not know of it
     * @throws AccessDeniedException when the actor may know of the session and not do this
     */
    public void session(Statements sql, Action action, SessionId session, Optional<SessionRows.Owner> owner)
            throws SQLException {
        if (!admits(sql, new Asked(action, null, session.value()), owner)) {
            throw new NotFoundException("session", session.value());
        }
    }

    /** Notes that an administrator looks at everything, whosever it is. */
    public void everything() {
        if (policy.mode() != AccessMode.DISABLED && actor.isAdministrator()) {
            note(AccessType.VIEW, new Asked(Action.READ, null, null), "reason", reason());
        }
    }

    /**
     * Admits the actor to what concerns everybody, or not.
     *
     * @throws AccessDeniedException when it is no administrator
     */
    public void govern() {
        Asked about = new Asked(Action.GOVERN, null, null);
        carryOut(policy.decideOnEverybody(actor), about, true);
    }

    /**
     * Notes that somebody who is let in is refused this all the same.
     *
     * @param details what was tried, and why it is refused
     */
    public void refused(@Nullable String file, @Nullable String session, Map<String, String> details) {
        noted.add(new Noted(AccessType.REFUSE, file, session, details));
    }

    private boolean admits(Statements sql, Asked about, Optional<SessionRows.Owner> owner) throws SQLException {
        String session = about.session() == null ? "" : about.session();
        Grant grant = policy.mode() == AccessMode.DISABLED
                ? null
                : shares.grant(sql, session, actor.name()).orElse(null);
        boolean there = owner.isPresent() || about.action() == Action.CREATE;
        Decision decision = owner.isPresent()
                ? policy.decide(actor, about.action(), owner.get().name(), grant)
                : policy.decideOnAbsent(actor, about.action());
        carryOut(decision, about, there);
        return there && decision != Decision.HIDE;
    }

    private void carryOut(Decision decision, Asked about, boolean there) {
        switch (decision) {
            case ALLOW -> {}
            case ALLOW_AS_ADMINISTRATOR -> note(AccessType.VIEW, about, "reason", reason());
            case ALLOW_UNENFORCED -> {
                if (there) {
                    note(AccessType.REFUSE, about, "mode", policy.mode().toString());
                }
            }
            case DENY -> {
                note(AccessType.REFUSE, about, "result", "denied");
                throw about.action() == Action.GOVERN
                        ? AccessDeniedException.notAdministrator()
                        : new AccessDeniedException(about.action().toString());
            }
            case HIDE -> note(AccessType.REFUSE, about, "result", there ? "hidden" : "absent");
        }
    }

    private String reason() {
        return actor.reason() == null ? "administrator" : "administrator: " + actor.reason();
    }

    private void note(AccessType type, Asked about, String key, String value) {
        if (asked.add(about)) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("action", about.action().toString());
            details.put(key, value);
            noted.add(new Noted(type, about.file(), about.session(), details));
        }
    }

    boolean hasNotes() {
        return !noted.isEmpty();
    }

    void log(Statements sql, AccessLog log, Instant now) throws SQLException {
        for (Noted note : noted) {
            log.add(sql, note.type(), note.file(), note.session(), actor, now, note.details());
        }
    }
}
