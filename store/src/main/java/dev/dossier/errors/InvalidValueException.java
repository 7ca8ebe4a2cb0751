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

    /** The field that holds the value, as the client calls it. */
    public String field() {
        return field;
    }
}
