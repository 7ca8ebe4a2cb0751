package dev.dossier.access;

import dev.dossier.errors.InvalidValueException;
import java.util.Locale;

/** What an actor may do at all. Whether it may do so to a certain session is for {@link AccessPolicy} to say. */
public enum Role {
    /** Creates, uses and shares its own sessions, and uses those that are shared with it. */
    USER,
    /** Looks at its own sessions and at those that are shared with it, and changes nothing. */
    READER,
    /** Works on the files of its own sessions and of those that are shared with it as editor; creates and ends none. */
    EDITOR,
    /** Uses every session and file; each use of another's is logged with the reason. */
    ADMINISTRATOR,
    /** A program: a user in its own name, or the person on whose behalf it says it acts. */
    SERVICE;

    /**
     * The role of that name, in lower case.
     *
     * @throws InvalidValueException for any other name
     */
    public static Role parse(String name) {
        for (Role role : values()) {
            if (role.toString().equals(name)) {
                return role;
            }
        }
        throw new InvalidValueException(
                "role", "Unknown role \"" + name + "\". Use user, reader, editor, administrator or service.");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
