package dev.dossier.server;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.identities.NewKey;

/** API keys for tests. */
final class Credentials {
    private Credentials() {}

    static NewKey key(Dossier dossier, String actor, Role role) {
        return dossier.keys().create(actor, role, null, Actor.LOCAL);
    }

    /** The value of a header that shows a fresh key. */
    static String bearer(Dossier dossier, String actor, Role role) {
        return "Bearer " + key(dossier, actor, role).shown();
    }
}
