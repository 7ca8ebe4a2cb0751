package dev.dossier.access;

import org.jspecify.annotations.Nullable;

/**
 * The one place that decides who may use a session and its files. Immutable and thread-safe.
 *
 * <p>A session belongs to the actor that created it, and may be shared with others. A session without an owner (an old one
 * whose first uploader is not known) belongs to nobody: only an administrator may use it, and asking for it does not make
 * it one's own.
 *
 * <p>An actor may do what both its standing and its role allow:
 *
 * <table>
 * <caption>What each allows</caption>
 * <tr><th></th><th>read</th><th>write</th><th>manage</th><th>inspect</th><th>create</th></tr>
 * <tr><td>owner</td><td>yes</td><td>yes</td><td>yes</td><td>yes</td><td></td></tr>
 * <tr><td>shared as editor</td><td>yes</td><td>yes</td><td></td><td></td><td></td></tr>
 * <tr><td>shared as reader</td><td>yes</td><td></td><td></td><td></td><td></td></tr>
 * <tr><td>role user, service, administrator</td><td>yes</td><td>yes</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>role editor</td><td>yes</td><td>yes</td><td></td><td>yes</td><td></td></tr>
 * <tr><td>role reader</td><td>yes</td><td></td><td></td><td>yes</td><td></td></tr>
 * </table>
 *
 * <p>Who has no standing at all may not know that the session exists. An administrator may do everything without any, and
 * nobody else may govern: legal holds and erasures are not one owner's to decide.
 *
 * @param mode how far decisions are carried out
 */
public record AccessPolicy(AccessMode mode) {
    /**
     * Decides about an action on a session, or on one of its files.
     *
     * @param owner the session's owner; null where it has none
     * @param grant how the session is shared with the actor; null where it is not
     */
    public Decision decide(Actor actor, Action action, @Nullable String owner, @Nullable Grant grant) {
        boolean own = actor.name().equals(owner);
        boolean known = own || grant != null;
        if (mode == AccessMode.DISABLED || (known && standingAllows(own, grant, action) && roleAllows(actor, action))) {
            return Decision.ALLOW;
        }
        if (actor.isAdministrator()) {
            return Decision.ALLOW_AS_ADMINISTRATOR;
        }
        return refusal(known ? Decision.DENY : Decision.HIDE);
    }

    /**
     * Decides about what is not there. Only who may create it hears more than who may not know of it: nothing tells the two
     * apart.
     */
    public Decision decideOnAbsent(Actor actor, Action action) {
        boolean allowed = action == Action.CREATE && roleAllows(actor, action);
        return mode == AccessMode.DISABLED || allowed || actor.isAdministrator()
                ? Decision.ALLOW
                : refusal(Decision.HIDE);
    }

    /** Decides about what concerns everybody, such as legal holds and erasures: an administrator's. */
    public Decision decideOnEverybody(Actor actor) {
        if (mode == AccessMode.DISABLED) {
            return Decision.ALLOW;
        }
        return actor.isAdministrator() ? Decision.ALLOW_AS_ADMINISTRATOR : refusal(Decision.DENY);
    }

    /** Whether lists and sums hold everything, whosever it is, for the actor. */
    public boolean seesEverything(Actor actor) {
        return mode != AccessMode.ENFORCED || actor.isAdministrator();
    }

    private Decision refusal(Decision decision) {
        return mode == AccessMode.ENFORCED ? decision : Decision.ALLOW_UNENFORCED;
    }

    private static boolean standingAllows(boolean own, @Nullable Grant grant, Action action) {
        return switch (action) {
            case READ -> true;
            case WRITE -> own || grant == Grant.EDITOR;
            case MANAGE, INSPECT, CREATE -> own;
            case GOVERN -> false;
        };
    }

    private static boolean roleAllows(Actor actor, Action action) {
        return switch (actor.role()) {
            case USER, SERVICE, ADMINISTRATOR -> true;
            case EDITOR -> action != Action.MANAGE && action != Action.CREATE;
            case READER -> action == Action.READ || action == Action.INSPECT;
        };
    }
}
