package dev.dossier.server.links;

import dev.dossier.errors.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * How links are signed, and how long they may live.
 *
 * @param key the secret that signs them, at least 32 bytes, the same on all nodes; empty for one that is made once and kept in
 *     the data directory
 * @param longestDuration the longest life of a link
 */
public record LinkConfig(Optional<String> key, Duration longestDuration) {
    private static final Duration LIMIT = Duration.ofDays(7);

    /** A key in the data directory, and links that live for a day at most. */
    public static final LinkConfig DEFAULT = new LinkConfig(Optional.empty(), Duration.ofDays(1));

    /** The life of a link when no other is asked for. */
    public static final Duration USUAL = Duration.ofMinutes(5);

    /** The shortest secret, in bytes. */
    static final int KEY_BYTES = 32;

    /** @throws InvalidValueException when a value is impossible */
    public LinkConfig {
        InvalidValueException.require(
                key.isEmpty() || key.get().getBytes(StandardCharsets.UTF_8).length >= KEY_BYTES,
                "link_key",
                "The secret that signs links must have at least " + KEY_BYTES + " bytes.");
        InvalidValueException.require(
                longestDuration.compareTo(Duration.ofSeconds(1)) >= 0 && longestDuration.compareTo(LIMIT) <= 0,
                "link_lifetime",
                "A link lives for 1 second to 7 days.");
    }

    /** The same without the secret. */
    @Override
    public String toString() {
        return "LinkConfig[key=" + (key.isPresent() ? "(hidden)" : "") + ", longestDuration=" + longestDuration + "]";
    }
}
