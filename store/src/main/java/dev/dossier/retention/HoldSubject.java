package dev.dossier.retention;

import dev.dossier.errors.InvalidValueException;
import java.util.Locale;

/**
 * What a legal hold keeps: one file; all files of a session, also those that come later; or all files of a person, which are
 * those in the person's sessions and those that the person uploaded elsewhere.
 *
 * @param type which of them
 * @param id the file's, the session's or the person's name, 1 to 255 characters
 */
public record HoldSubject(Type type, String id) {
    private static final int ID_LIMIT = 255;

    /** What can be held. */
    public enum Type {
        /** One file. */
        FILE,
        /** The files of a session. */
        SESSION,
        /** The files of a person. */
        PERSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws InvalidValueException when nothing can have that name */
    public HoldSubject {
        if (id.isBlank() || id.length() > ID_LIMIT) {
            throw new InvalidValueException(type.toString(), "Name the " + type + " with 1 to 255 characters.");
        }
    }

    /** One file. */
    public static HoldSubject file(String id) {
        return new HoldSubject(Type.FILE, id);
    }

    /** The files of a session. */
    public static HoldSubject session(String id) {
        return new HoldSubject(Type.SESSION, id);
    }

    /** The files of a person. */
    public static HoldSubject person(String name) {
        return new HoldSubject(Type.PERSON, name);
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
