package dev.dossier.errors;

/** There is no such thing, or the actor may not know that there is. */
public final class NotFoundException extends DossierException {
    private static final long serialVersionUID = 1L;

    /**
     * @param kind what was looked for, as in "file"
     * @param id the identifier that was asked for
     */
    public NotFoundException(String kind, String id) {
        super("not_found", "There is no " + kind + " " + id + ".");
    }
}
