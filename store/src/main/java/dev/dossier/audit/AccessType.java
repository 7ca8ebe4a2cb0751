package dev.dossier.audit;

import java.util.Locale;

/** What was done to a file. */
public enum AccessType {
    /** It was added. */
    UPLOAD,
    /** It was looked at in place. */
    VIEW,
    /** It was downloaded. */
    DOWNLOAD,
    /** It was given another name or other metadata. */
    RENAME,
    /** Its content was replaced. */
    EDIT,
    /** It was copied; the details name the copy. */
    COPY,
    /** It was moved to another session. */
    MOVE,
    /** It was deleted and can be restored. */
    DELETE,
    /** It was restored. */
    RESTORE,
    /** It was removed for good. */
    PURGE,
    /** Somebody asked for it and was refused. */
    REFUSE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
