package dev.dossier.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to keep something as it is, whatever other rules say. Its record stays after its release.
 *
 * @param id its identifier
 * @param subject what it keeps
 * @param reason why, as the person who placed it says
 * @param placedBy who placed it
 * @param placedAt when
 * @param releasedBy who released it; null while it lasts
 * @param releasedAt when; null while it lasts
 */
public record LegalHold(
        String id,
        HoldSubject subject,
        String reason,
        String placedBy,
        Instant placedAt,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt) {
    /** Whether it still holds. */
    public boolean isActive() {
        return releasedAt == null;
    }
}
