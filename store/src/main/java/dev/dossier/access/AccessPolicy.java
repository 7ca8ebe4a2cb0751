package dev.dossier.access;

import org.jspecify.annotations.Nullable;

/**
 * The one place that decides who may use a session and its files. Immutable and thread-safe.
 *
 * <p>A session belongs to the actor that created it. A session without an owner (an old one whose first uploader is not
 * known) belongs to nobody: only an administrator may use it, and asking for it does not make it one's own.
 *
 * @param mode how far decisions are carried out
 */
public record AccessPolicy(AccessMode mode) {
    /**
     * Decides about a session of that owner, or about one of its files.
     *
     * @param owner the session's owner; null where it has none
     */
    public Decision decide(Actor actor, @Nullable String owner) {
        if (mode == AccessMode.DISABLED || actor.name().equals(owner)) {
            return Decision.ALLOW;
        }
        if (actor.isAdministrator()) {
            return Decision.ALLOW_AS_ADMINISTRATOR;
        }
        return mode == AccessMode.ENFORCED ? Decision.HIDE : Decision.ALLOW_UNENFORCED;
    }
}
