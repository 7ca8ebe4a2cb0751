package dev.dossier.errors;

/** The content is no longer the one that the client based its change on. */
public final class PreconditionFailedException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param fileId the file that has changed */
    public PreconditionFailedException(String fileId) {
        super(
                "precondition_failed",
                "The content of file " + fileId
                        + " has changed since it was read. Read it again and repeat the change.");
    }
}
