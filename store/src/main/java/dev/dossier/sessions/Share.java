package dev.dossier.sessions;

import dev.dossier.access.Grant;
import java.time.Instant;

/**
 * A session that is shared with a person.
 *
 * @param session the session
 * @param person with whom
 * @param grant as what
 * @param sharedBy who did so
 * @param sharedAt when, last
 */
public record Share(SessionId session, String person, Grant grant, String sharedBy, Instant sharedAt) {}
