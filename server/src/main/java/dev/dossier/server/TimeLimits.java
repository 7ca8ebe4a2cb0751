package dev.dossier.server;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;

/**
 * How patient a server is with its callers. Immutable; each {@code with} method answers a changed copy.
 *
 * @param requestIdle the longest silence within a request, and the longest life of a connection without one
 * @param minimumUploadBytesPerSecond how fast a body must come on average; 0 for any speed
 * @param uploadGrace the period over which the speed of a body is judged, and the longest time headers may take
 * @param drain how long requests in flight may take to end when the server stops
 */
public record TimeLimits(Duration requestIdle, long minimumUploadBytesPerSecond, Duration uploadGrace, Duration drain) {

    /** What the guide names. */
    public static final TimeLimits DEFAULT =
            new TimeLimits(Duration.ofSeconds(30), 1024, Duration.ofSeconds(30), Duration.ofSeconds(10));

    /** @throws InvalidValueException when a limit is impossible */
    public TimeLimits {
        InvalidValueException.require(requestIdle.isPositive(), "request_idle", "The idle time must be positive.");
        InvalidValueException.require(
                minimumUploadBytesPerSecond >= 0, "minimum_upload_rate", "The upload rate must not be negative.");
        InvalidValueException.require(uploadGrace.isPositive(), "upload_grace", "The upload grace must be positive.");
        InvalidValueException.require(!drain.isNegative(), "drain", "The drain time must not be negative.");
    }

    /** The same with another limit on silence. */
    public TimeLimits withRequestIdle(Duration duration) {
        return new TimeLimits(duration, minimumUploadBytesPerSecond, uploadGrace, drain);
    }

    /** The same with another least speed of bodies. */
    public TimeLimits withUploadPace(long bytesPerSecond, Duration grace) {
        return new TimeLimits(requestIdle, bytesPerSecond, grace, drain);
    }

    /** The same with another time for requests in flight to end. */
    public TimeLimits withDrain(Duration duration) {
        return new TimeLimits(requestIdle, minimumUploadBytesPerSecond, uploadGrace, duration);
    }
}
