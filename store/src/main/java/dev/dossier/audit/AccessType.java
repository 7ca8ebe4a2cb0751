package dev.dossier.audit;

import java.util.Locale;

/** What was done to a file, a session or a key. */
public enum AccessType {
    /** It was added. */
    UPLOAD,
    /** It was looked at in place. */
    VIEW,
    /** It was downloaded. */
    DOWNLOAD,
    /** It was given another name; the details tell the previous one. */
    RENAME,
    /** Its metadata was changed; the details name the keys. */
    ANNOTATE,
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
    REFUSE,
    /** Its session was shared with a person; the details name the person. */
    SHARE,
    /** Its session is no longer shared with a person; the details name the person. */
    UNSHARE,
    /** A link to it was made; the details tell until when it leads there. */
    LINK,
    /** Its session was ended; the details tell what became of the files. */
    END,
    /** Its session had no owner and got the first who had uploaded to it. */
    NAME_OWNER,
    /** An API key was made. */
    CREATE_KEY,
    /** An API key was revoked. */
    REVOKE_KEY,
    /** It was said how long its session's files are kept; the details tell the rules, in seconds. */
    KEEP,
    /** It, its session or a person was placed under legal hold. */
    HOLD,
    /** A legal hold was released. */
    RELEASE,
    /** A person was taken out of the log; the details tell under which pseudonym. */
    ERASE,
    /** Its content was scanned for viruses and is held, or an administrator passed it; the details tell. */
    SCAN,
    /** The doctor put the store right; the details tell how often, by kind. */
    REPAIR,
    /** The log itself began, or lost what it had kept long enough. */
    ANCHOR;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
