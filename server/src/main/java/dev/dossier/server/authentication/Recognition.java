package dev.dossier.server.authentication;

import dev.dossier.access.Actor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes of looking at the credentials of a request. */
sealed interface Recognition {
    /**
     * They are good.
     *
     * @param actor whose they are
     * @param key which API key they are; null where they are a token
     */
    record Known(Actor actor, @Nullable String key) implements Recognition {
        /** Whose rate limit counts: each key has one of its own. */
        String credential() {
            return key == null ? "token of " + actor.name() : "key " + key;
        }
    }

    /**
     * They are not good.
     *
     * @param facts what the log is to know; never a secret
     */
    record Refused(Map<String, String> facts) implements Recognition {}
}
