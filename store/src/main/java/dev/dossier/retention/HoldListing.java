package dev.dossier.retention;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of legal holds, newest first.
 *
 * @param holds the holds of this page
 * @param nextCursor what to ask for the next page with; null on the last page
 */
public record HoldListing(List<LegalHold> holds, @Nullable String nextCursor) {
    /** Defensive copy. */
    public HoldListing {
        holds = List.copyOf(holds);
    }
}
