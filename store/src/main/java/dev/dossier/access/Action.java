package dev.dossier.access;

import java.util.Locale;

/** What somebody wants to do with a session or with one of its files. */
public enum Action {
    /** Know of it, list it, open it. */
    READ,
    /** Add, rename, replace, delete and restore files: nothing that the owner could not put right. */
    WRITE,
    /** Take files away for good, end the session, share it. */
    MANAGE,
    /** See who may use it and who did. */
    INSPECT,
    /** Begin a session that does not exist yet. */
    CREATE,
    /** Say for everybody what stays and what goes: legal holds and erasures. */
    GOVERN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
