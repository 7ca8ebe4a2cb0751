package dev.dossier.access;

/** What {@link AccessPolicy} says to one request. */
public enum Decision {
    /** The actor may. */
    ALLOW,
    /** The actor may because it is an administrator; what it looks at belongs to somebody else. */
    ALLOW_AS_ADMINISTRATOR,
    /** The actor may not, and the mode lets it pass all the same. */
    ALLOW_UNENFORCED,
    /** The actor knows the thing, and may not do this to it. */
    DENY,
    /** The actor may not know that the thing exists. */
    HIDE
}
