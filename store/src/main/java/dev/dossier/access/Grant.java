package dev.dossier.access;

import dev.dossier.errors.InvalidValueException;
import java.util.Locale;

/** What a person may do with a session that is shared with it. */
public enum Grant {
    /** Look at it and at its files. */
    READER,
    /** Add, change, delete and restore files in it, too. */
    EDITOR;

    /**
     * The grant of that name, in lower case.
     *
     * @throws InvalidValueException for any other name
     */
    public static Grant parse(String name) {
        return switch (name) {
            case "reader" -> READER;
            case "editor" -> EDITOR;
            default ->
                throw new InvalidValueException("role", "A session is shared with a person as reader or as editor.");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
