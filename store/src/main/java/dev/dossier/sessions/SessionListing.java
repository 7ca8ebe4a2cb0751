package dev.dossier.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of sessions, by name.
 *
 * @param sessions the sessions of this page
 * @param nextCursor what to ask for the next page with; null on the last page
 * @param totalSessions number of sessions on all pages
 */
public record SessionListing(
        List<Session> sessions, @Nullable String nextCursor, long totalSessions) {
    /** Defensive copy. */
    public SessionListing {
        sessions = List.copyOf(sessions);
    }
}
