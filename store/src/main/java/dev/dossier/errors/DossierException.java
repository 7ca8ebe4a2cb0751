package dev.dossier.errors;

/**
 * Anything Dossier refuses or cannot do. The message is one sentence or two for the person who asked: what happened, to
 * what, and what to do. It never holds a storage path, a statement or a secret.
 *
 * <p>HTTP maps each kind to a status and the command line to an exit code, each in one place.
 */
public abstract sealed class DossierException extends RuntimeException
        permits AccessDeniedException,
                BusyException,
                ConflictException,
                ContentHeldException,
                ContentUnavailableException,
                InvalidValueException,
                LegalHoldException,
                MalformedException,
                NotFoundException,
                NotTextException,
                PreconditionFailedException,
                QuotaExceededException,
                ReadOnlyException,
                StorageException,
                StorageFullException,
                TooLargeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    DossierException(String code, String message) {
        super(message);
        this.code = code;
    }

    DossierException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable name of this kind of error, in snake case, for programs. */
    public String code() {
        return code;
    }
}
