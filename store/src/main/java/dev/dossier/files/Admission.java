package dev.dossier.files;

import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.access.Decision;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.database.Statements;
import dev.dossier.errors.NotFoundException;
import dev.dossier.sessions.SessionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about one request. It remembers those that must be logged, because a refusal ends the transaction that
 * it is made in.
 */
final class Admission {
    private record Noted(AccessType type, @Nullable FileId file, SessionId session, Map<String, String> details) {}

    private final AccessPolicy policy;
    private final Actor actor;
    private final List<Noted> noted = new ArrayList<>();

    Admission(AccessPolicy policy, Actor actor) {
        this.policy = policy;
        this.actor = actor;
    }

    /** @throws NotFoundException when the actor may not know the file */
    void file(FileRow row) {
        SessionId session = row.file().session();
        if (!admits(row.owner(), session, row.file().id())) {
            throw new NotFoundException("file", row.file().id().value());
        }
    }

    /** @throws NotFoundException when the actor may not know the session */
    void session(SessionId session, @Nullable String owner) {
        if (!admits(owner, session, null)) {
            throw new NotFoundException("session", session.value());
        }
    }

    private boolean admits(@Nullable String owner, SessionId session, @Nullable FileId file) {
        Decision decision = policy.decide(actor, owner);
        switch (decision) {
            case ALLOW -> {}
            case ALLOW_AS_ADMINISTRATOR ->
                noted.add(new Noted(AccessType.VIEW, file, session, Map.of("reason", "administrator")));
            case ALLOW_UNENFORCED -> noted.add(new Noted(AccessType.REFUSE, file, session, Map.of("mode", "log_only")));
            case HIDE -> noted.add(new Noted(AccessType.REFUSE, file, session, Map.of()));
        }
        return decision != Decision.HIDE;
    }

    boolean hasNotes() {
        return !noted.isEmpty();
    }

    void log(Statements sql, AccessLog log, Instant now) throws SQLException {
        for (Noted note : noted) {
            String file = note.file() == null ? null : note.file().value();
            log.add(sql, note.type(), file, note.session().value(), actor, now, note.details());
        }
    }
}
