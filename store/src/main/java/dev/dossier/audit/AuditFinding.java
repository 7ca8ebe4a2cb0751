package dev.dossier.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something about the log that Dossier did not do.
 *
 * @param kind what happened
 * @param node in whose chain; null where that cannot be told
 * @param sequence the number of the entry, or of the first that is missing; 0 where it has none
 * @param detail a sentence about it
 */
public record AuditFinding(Kind kind, @Nullable String node, long sequence, String detail) {
    /** What happened to the log. */
    public enum Kind {
        /** An entry says something else than when it was written. */
        CHANGED,
        /** Entries are missing. */
        REMOVED,
        /** An entry was not written by Dossier. */
        INSERTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
