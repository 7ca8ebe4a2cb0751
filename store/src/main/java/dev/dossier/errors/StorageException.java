package dev.dossier.errors;

/** The disk or the database failed in a way that the request is not to blame for. */
public final class StorageException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param message what failed, without paths */
    public StorageException(String message, Throwable cause) {
        super("storage_failure", message, cause);
    }
}
