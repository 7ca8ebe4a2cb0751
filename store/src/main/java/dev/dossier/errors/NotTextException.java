package dev.dossier.errors;

/** The content is not text. */
public final class NotTextException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** Says so in the words of the reference system. */
    public NotTextException() {
        super("not_text", "File is binary and cannot be read as text");
    }
}
