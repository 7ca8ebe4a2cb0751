package dev.dossier.server.authentication;

import dev.dossier.errors.InvalidValueException;
import java.util.Optional;

/**
 * How callers say who they are. Immutable; each {@code with} method answers a changed copy.
 *
 * @param keys whether API keys are recognised
 * @param jwt which tokens are recognised; empty for none
 * @param rateLimit how often each caller may ask
 * @param failuresPerMinute how many failed attempts of one address are answered and logged in a minute
 */
public record AuthenticationConfig(boolean keys, Optional<JwtConfig> jwt, RateLimit rateLimit, int failuresPerMinute) {
    /** Nobody has to say who they are: everybody is the local user. */
    public static final AuthenticationConfig NONE =
            new AuthenticationConfig(false, Optional.empty(), new RateLimit(500, 1000), 30);

    /** @throws InvalidValueException when a value is impossible */
    public AuthenticationConfig {
        InvalidValueException.require(
                failuresPerMinute >= 1, "auth_failures", "At least one failed attempt a minute is answered.");
    }

    /** The same with API keys. */
    public AuthenticationConfig withKeys() {
        return new AuthenticationConfig(true, jwt, rateLimit, failuresPerMinute);
    }

    /** The same with tokens. */
    public AuthenticationConfig withJwt(JwtConfig config) {
        return new AuthenticationConfig(keys, Optional.of(config), rateLimit, failuresPerMinute);
    }

    /** The same with other limits. */
    public AuthenticationConfig withLimits(RateLimit limit, int failures) {
        return new AuthenticationConfig(keys, jwt, limit, failures);
    }

    /** Whether callers have to say who they are. */
    public boolean isRequired() {
        return keys || jwt.isPresent();
    }
}
