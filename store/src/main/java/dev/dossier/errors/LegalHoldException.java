package dev.dossier.errors;

/** What was to be changed or removed is under legal hold, which beats every other rule. */
public final class LegalHoldException extends DossierException {
    private static final long serialVersionUID = 1L;

    /**
     * @param kind what is held, as in "file"
     * @param id its identifier
     */
    public LegalHoldException(String kind, String id) {
        super(
                "legal_hold",
                "The " + kind + " " + id + " is under legal hold: it can be read and copied, not changed or removed."
                        + " An administrator can release the hold.");
    }
}
