package dev.dossier.errors;

/** The store had no time for the request within its limit; the same request may succeed later. */
public final class BusyException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param what what was waited for */
    public BusyException(String what) {
        super("busy", "Service busy, please retry: " + what + ".");
    }

    /** @param what what was waited for */
    public BusyException(String what, Throwable cause) {
        super("busy", "Service busy, please retry: " + what + ".", cause);
    }
}
