package dev.dossier.errors;

/** A well-formed request holds a value that cannot be. */
public final class InvalidValueException extends DossierException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the field, as the client calls it
     * @param message what is wrong and what is allowed
     */
    public InvalidValueException(String field, String message) {
        super("invalid_value", message);
        this.field = field;
    }

    /**
     * Refuses a value that cannot be.
     *
     * @param possible whether the value can be
     * @param field the field, as the client calls it
     * @param message what is wrong and what is allowed
     * @throws InvalidValueException unless {@code possible}
     */
    public static void require(boolean possible, String field, String message) {
        if (!possible) {
            throw new InvalidValueException(field, message);
        }
    }

    /** The field that holds the value, as the client calls it. */
    public String field() {
        return field;
    }
}
