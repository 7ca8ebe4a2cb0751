package dev.dossier.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the access log.
 *
 * @param id its number: higher ones were written later
 * @param type what was done, in lower case
 * @param result {@value AccessLog#DONE}, {@value AccessLog#REFUSED} or {@value AccessLog#TOLERATED}
 * @param fileId to which file; null where no one file is concerned
 * @param session of which session; null where the reference system did not record it
 * @param owner whose session that was at the time; null where it was nobody's or is not known
 * @param actor by whom; null where the reference system did not record it
 * @param address from which network address; null where it was asked for on the machine itself, or is not known
 * @param at when
 * @param node at which node; null where the reference system did not record it
 * @param details what else is known, such as the previous name
 */
public record AccessEntry(
        long id,
        String type,
        String result,
        @Nullable String fileId,
        @Nullable String session,
        @Nullable String owner,
        @Nullable String actor,
        @Nullable String address,
        Instant at,
        @Nullable String node,
        Map<String, String> details) {
    /** Defensive copy. */
    public AccessEntry {
        details = Map.copyOf(details);
    }
}
