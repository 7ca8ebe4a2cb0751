package dev.dossier.errors;

/** The file is known but its bytes are missing or wrong; the row is kept and the file is quarantined. */
public final class ContentUnavailableException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param fileId the file whose bytes are not to be had */
    public ContentUnavailableException(String fileId) {
        super(
                "content_unavailable",
                "The content of file " + fileId + " is missing or damaged in storage."
                        + " The file is quarantined; an administrator can restore its bytes from a backup.");
    }
}
