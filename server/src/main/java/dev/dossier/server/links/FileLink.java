package dev.dossier.server.links;

import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.files.FileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a link says: its maker lets whoever has it read one file for a while, as far as the maker may.
 *
 * @param file which file
 * @param expiresAt from when on it leads nowhere, to the second
 * @param inline whether a browser is asked to show the file
 * @param maker who made it
 * @param role the maker's role then
 * @param via through whom the maker asked for it; null where it asked itself
 * @param key the API key that it was asked for with, which must still be good; null for none
 */
public record FileLink(
        FileId file,
        Instant expiresAt,
        boolean inline,
        String maker,
        Role role,
        @Nullable String via,
        @Nullable String key) {
    /** The maker, asking through the link. */
    public Actor actor() {
        return Actor.of(maker, role)
                .via(via == null ? "link" : "link of " + via)
                .because("link");
    }
}
