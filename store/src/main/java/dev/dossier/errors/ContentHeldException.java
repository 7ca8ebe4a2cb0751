package dev.dossier.errors;

/** Nobody gets the content of a file, because it was not found free of viruses; everything else of the file can be used. */
public final class ContentHeldException extends DossierException {
    private static final long serialVersionUID = 1L;

    private final boolean waiting;

    private ContentHeldException(String code, String message, boolean waiting) {
        super(code, message);
        this.waiting = waiting;
    }

    /** The scan is yet to come. */
    public static ContentHeldException pending(String fileId) {
        return new ContentHeldException(
                "scan_pending",
                "The content of file " + fileId
                        + " is held until it has been scanned for viruses. Try again in a moment.",
                true);
    }

    /**
     * The scan found something.
     *
     * @param finding what, as the scanner calls it
     */
    public static ContentHeldException infected(String fileId, String finding) {
        return new ContentHeldException(
                "infected",
                "The content of file " + fileId + " is held: the virus scan found " + finding
                        + ". Delete the file; where this is a mistake, an administrator can pass it.",
                false);
    }

    /** The scan did not come to a result; why is for whoever runs the store. */
    public static ContentHeldException failed(String fileId) {
        return new ContentHeldException(
                "scan_failed",
                "The content of file " + fileId + " is held: it could not be scanned for viruses."
                        + " An administrator can see why, have it scanned again, or pass it.",
                false);
    }

    /** Whether it will be otherwise soon, without anybody doing anything. */
    public boolean isWaiting() {
        return waiting;
    }
}
