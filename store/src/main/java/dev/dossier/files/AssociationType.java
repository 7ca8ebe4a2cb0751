package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.util.Locale;

/** How a file came to its conversation. */
public enum AssociationType {
    /** A person or a program sent it. */
    UPLOAD,
    /** It belongs elsewhere and is referred to. */
    REFERENCE,
    /** The assistant made it. */
    GENERATED,
    /** The assistant took a picture of what it saw. */
    SCREENSHOT;

    /**
     * The type of that name, in lower case.
     *
     * @throws InvalidValueException for any other name
     */
    public static AssociationType parse(String name) {
        for (AssociationType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        throw new InvalidValueException(
                "association_type", "Unknown association type. Use upload, reference, generated or screenshot.");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
