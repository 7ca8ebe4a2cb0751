package dev.dossier.errors;

/** The data directory or the database can be read but not written. */
public final class ReadOnlyException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the file system or the database answered */
    public ReadOnlyException(Throwable cause) {
        super("read_only", "The store is read-only: files can be read, not changed.", cause);
    }

    /** For a store that was opened for reading only. */
    public ReadOnlyException() {
        super("read_only", "The store is read-only: files can be read, not changed.");
    }
}
