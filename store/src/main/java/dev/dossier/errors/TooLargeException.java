package dev.dossier.errors;

/** The content is larger than a file may be. */
public final class TooLargeException extends DossierException {
    private static final long serialVersionUID = 1L;

    private final long limitBytes;

    /** @param limitBytes the largest size that is accepted */
    public TooLargeException(long limitBytes) {
        super("too_large", "The file is larger than the limit of " + limitBytes + " bytes.");
        this.limitBytes = limitBytes;
    }

    /** The largest size that is accepted, in bytes. */
    public long limitBytes() {
        return limitBytes;
    }
}
