package dev.dossier.sessions;

import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions stand in lists and sums: a person's own and those that are shared with it, or all.
 *
 * @param person whose; null for all sessions
 */
public record Visibility(@Nullable String person) {
    /** The condition on a row {@code s} of {@code sessions}, with the {@link #parameters} in this order. */
    public static final String CONDITION = "(CAST(? AS TEXT) IS NULL OR s.owner = ? OR EXISTS"
            + " (SELECT 1 FROM session_shares h WHERE h.session_id = s.session_id AND h.person = ?))";

    /** What the actor may see under that policy. */
    public static Visibility of(AccessPolicy policy, Actor actor) {
        return new Visibility(policy.seesEverything(actor) ? null : actor.name());
    }

    /** Whether that is every session. */
    public boolean isEverything() {
        return person == null;
    }

    /** What is bound in {@link #CONDITION}. */
    @SuppressWarnings("NullAway") // a list of class files' generics does not say that its elements may be null
    public List<@Nullable Object> parameters() {
        return Arrays.asList(person, person, person);
    }
}
