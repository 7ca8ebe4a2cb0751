package dev.dossier.errors;

/** The request cannot be understood. */
public final class MalformedException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what is expected */
    public MalformedException(String message) {
        super("malformed", message);
    }

    /** @param message what is wrong and what is expected */
    public MalformedException(String message, Throwable cause) {
        super("malformed", message, cause);
    }
}
