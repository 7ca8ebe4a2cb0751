package dev.dossier.errors;

/** The actor is known to the session but may not do this. */
public final class AccessDeniedException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param action what was asked for, as in "delete" */
    public AccessDeniedException(String action) {
        super("access_denied", "You may not " + action + " this. Ask its owner or an administrator.");
    }

    private AccessDeniedException() {
        super("access_denied", "Only an administrator may do this.");
    }

    /** A refusal of what no owner may do either. */
    public static AccessDeniedException notAdministrator() {
        return new AccessDeniedException();
    }
}
