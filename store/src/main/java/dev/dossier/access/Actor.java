package dev.dossier.access;

/**
 * Who asks: a person, an agent or a program.
 *
 * @param name the name that owns sessions and stands in the access log
 * @param role what the actor may do beyond what is its own
 */
public record Actor(String name, Role role) {
    /** The actor of a program that uses the library, or of a server without authentication. */
    public static final Actor LOCAL = new Actor("local", Role.USER);

    /** An ordinary user of that name. */
    public static Actor named(String name) {
        return new Actor(name, Role.USER);
    }

    /** An administrator of that name. */
    public static Actor administrator(String name) {
        return new Actor(name, Role.ADMINISTRATOR);
    }

    /** Whether the actor may use what belongs to others. */
    public boolean isAdministrator() {
        return role == Role.ADMINISTRATOR;
    }
}
