package dev.dossier.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the access log.
 *
 * @param type what was done, in lower case
 * @param fileId to which file; null where the entry is about a session
 * @param session of which session; null where the reference system did not record it
 * @param actor by whom; null where the reference system did not record it
 * @param at when
 * @param node at which node; null where the reference system did not record it
 * @param details what else is known, such as the previous name
 */
public record AccessEntry(
        String type,
        @Nullable String fileId,
        @Nullable String session,
        @Nullable String actor,
        Instant at,
        @Nullable String node,
        Map<String, String> details) {
    /** Defensive copy. */
    public AccessEntry {
        details = Map.copyOf(details);
    }
}
