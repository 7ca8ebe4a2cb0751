package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.util.Locale;

/** What becomes of a session's files when it ends. */
public enum FilesAtEnd {
    /** They are deleted; they can be restored until the retention is over. */
    DELETE,
    /** They stay as they are. */
    KEEP,
    /** They move to another session. */
    TRANSFER;

    /**
     * The choice of that name, in lower case.
     *
     * @throws InvalidValueException for any other name
     */
    public static FilesAtEnd parse(String name) {
        for (FilesAtEnd choice : values()) {
            if (choice.toString().equals(name)) {
                return choice;
            }
        }
        throw new InvalidValueException("files", "Unknown choice for the files. Use delete, keep or transfer.");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
