package dev.dossier.errors;

/** The request contradicts the present state, and the client can solve it by changing the request. */
public final class ConflictException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param message what contradicts, and what to do */
    public ConflictException(String message) {
        super("conflict", message);
    }
}
