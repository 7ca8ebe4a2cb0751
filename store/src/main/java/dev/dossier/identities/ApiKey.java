package dev.dossier.identities;

import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key, which is everything but its secret.
 *
 * @param id its public part
 * @param actor who shows it; one actor may have several
 * @param role what the actor may do with it
 * @param createdAt when it was made
 * @param expiresAt from when on it is refused; null for never
 * @param revokedAt since when it is refused; null while it is not revoked
 * @param lastUsedAt when it was last used, to the hour; null for never
 */
public record ApiKey(
        String id,
        String actor,
        Role role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {
    /** Who shows it. */
    public Actor owner() {
        return Actor.of(actor, role);
    }

    /** Whether its time is over. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Whether it was revoked. */
    public boolean isRevoked() {
        return revokedAt != null;
    }
}
