package dev.dossier.access;

import dev.dossier.errors.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: a person, an agent or a program.
 *
 * @param name the name that owns sessions and stands in the access log
 * @param role what the actor may do at all
 * @param via through whom or what it asks, such as the service that acts on its behalf; null where it asks itself
 * @param reason why an administrator uses what belongs to others, in its own words; null where it did not say
 * @param address the network address that it asks from; null where it asks on the machine itself
 */
public record Actor(
        String name,
        Role role,
        @Nullable String via,
        @Nullable String reason,
        @Nullable String address) {
    /** The actor of a program that uses the library, or of a server without authentication. */
    public static final Actor LOCAL = named("local");

    private static final Pattern NAME = Pattern.compile("[!-~](?:[ -~]{0,253}[!-~])?");

    /** An ordinary user of that name. */
    public static Actor named(String name) {
        return new Actor(name, Role.USER, null, null, null);
    }

    /** An administrator of that name. */
    public static Actor administrator(String name) {
        return new Actor(name, Role.ADMINISTRATOR, null, null, null);
    }

    /** An actor of that name and role. */
    public static Actor of(String name, Role role) {
        return new Actor(name, role, null, null, null);
    }

    /**
     * The name itself, where somebody can be called so: 1 to 255 characters of visible ASCII, with blanks inside.
     *
     * @param field the field that it came in, as the client calls it
     * @throws InvalidValueException when nobody can
     */
    public static String checkedName(String field, String name) {
        if (!isName(name)) {
            throw new InvalidValueException(field, "A name has 1 to 255 visible ASCII characters.");
        }
        return name;
    }

    /** Whether somebody can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The same, asking through somebody or something else. */
    public Actor via(String other) {
        return new Actor(name, role, other, reason, address);
    }

    /** The same, with a reason. */
    public Actor because(@Nullable String why) {
        return new Actor(name, role, via, why, address);
    }

    /** The same, from a network address. */
    public Actor from(@Nullable String where) {
        return new Actor(name, role, via, reason, where);
    }

    /** Whether the actor may use what belongs to others. */
    public boolean isAdministrator() {
        return role == Role.ADMINISTRATOR;
    }
}
