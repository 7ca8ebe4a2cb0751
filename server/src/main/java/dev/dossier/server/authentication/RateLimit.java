package dev.dossier.server.authentication;

import dev.dossier.errors.InvalidValueException;

/**
 * How often something may happen: so many times at once, and then so many times a second.
 *
 * @param perSecond how many a second in the long run; 0 for no limit at all
 * @param burst how many at once
 */
public record RateLimit(double perSecond, int burst) {
    /** No limit. */
    public static final RateLimit NONE = new RateLimit(0, 1);

    /** @throws InvalidValueException when a value is impossible */
    public RateLimit {
        InvalidValueException.require(
                perSecond >= 0 && perSecond <= 1e6 && burst >= 1,
                "rate_limit",
                "A rate limit is 0 to 1000000 requests a second, at least 1 at once.");
    }

    /** Whether there is no limit. */
    public boolean isNone() {
        return perSecond == 0;
    }
}
