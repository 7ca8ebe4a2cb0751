package dev.dossier.retention;

import java.util.Locale;

/** Why a file is due to go. */
public enum CleanupReason {
    /** Its session ended and its files were not kept. */
    SESSION_ENDED,
    /** Somebody deleted it. */
    USER_REQUEST,
    /** Its time was over. */
    EXPIRED,
    /** Everything of its person was erased. */
    ERASURE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
