package dev.dossier.server;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.links.LinkConfig;
import java.time.Duration;

/**
 * Where a server listens and how patient it is. Immutable; each {@code with} method answers a changed copy.
 *
 * @param host the name or address of the interface: one that only this machine reaches, unless callers have to say who they
 *     are
 * @param port the port; 0 for any that is free
 * @param requestIdleDuration the longest silence within a request, and the longest life of a connection without one
 * @param minimumUploadBytesPerSecond how fast a body must come on average; 0 for any speed
 * @param uploadGraceDuration the period over which the speed of a body is judged, and the longest time headers may take
 * @param drainDuration how long requests in flight may take to end when the server stops
 * @param authentication how callers say who they are
 * @param links how links to files are signed
 * @param thumbnailsAtOnce how many thumbnails are made at once, each by a process of its own, at most 64; 0
 *     for none at all
 */
public record ServerConfig(
        String host,
        int port,
        Duration requestIdleDuration,
        long minimumUploadBytesPerSecond,
        Duration uploadGraceDuration,
        Duration drainDuration,
        AuthenticationConfig authentication,
        LinkConfig links,
        int thumbnailsAtOnce) {

    private static final int MOST_THUMBNAILS = 64;

    /** {@code 127.0.0.1:8420}, with the patience that the guide names. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            "127.0.0.1",
            8420,
            Duration.ofSeconds(30),
            1024,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            AuthenticationConfig.NONE,
            LinkConfig.DEFAULT,
            2);

    /** @throws InvalidValueException when a value is impossible */
    public ServerConfig {
        require(!host.isBlank(), "host", "The host must not be blank.");
        require(port >= 0 && port <= 65_535, "port", "The port must be from 0 to 65535.");
        require(requestIdleDuration.isPositive(), "request_idle", "The idle time must be positive.");
        require(minimumUploadBytesPerSecond >= 0, "minimum_upload_rate", "The upload rate must not be negative.");
        require(uploadGraceDuration.isPositive(), "upload_grace", "The upload grace must be positive.");
        require(!drainDuration.isNegative(), "drain", "The drain time must not be negative.");
        require(
                thumbnailsAtOnce >= 0 && thumbnailsAtOnce <= MOST_THUMBNAILS,
                "thumbnails",
                "The number of thumbnails at once must be from 0 to " + MOST_THUMBNAILS + ".");
    }

    /** The same at another address. */
    public ServerConfig withAddress(String otherHost, int otherPort) {
        return new ServerConfig(
                otherHost,
                otherPort,
                requestIdleDuration,
                minimumUploadBytesPerSecond,
                uploadGraceDuration,
                drainDuration,
                authentication,
                links,
                thumbnailsAtOnce);
    }

    /** The same with another limit on silence. */
    public ServerConfig withRequestIdle(Duration duration) {
        return new ServerConfig(
                host,
                port,
                duration,
                minimumUploadBytesPerSecond,
                uploadGraceDuration,
                drainDuration,
                authentication,
                links,
                thumbnailsAtOnce);
    }

    /** The same with another least speed of bodies. */
    public ServerConfig withUploadPace(long bytesPerSecond, Duration grace) {
        return new ServerConfig(
                host,
                port,
                requestIdleDuration,
                bytesPerSecond,
                grace,
                drainDuration,
                authentication,
                links,
                thumbnailsAtOnce);
    }

    /** The same with another time for requests in flight to end. */
    public ServerConfig withDrain(Duration duration) {
        return new ServerConfig(
                host,
                port,
                requestIdleDuration,
                minimumUploadBytesPerSecond,
                uploadGraceDuration,
                duration,
                authentication,
                links,
                thumbnailsAtOnce);
    }

    /** The same with another way for callers to say who they are. */
    public ServerConfig withAuthentication(AuthenticationConfig config) {
        return new ServerConfig(
                host,
                port,
                requestIdleDuration,
                minimumUploadBytesPerSecond,
                uploadGraceDuration,
                drainDuration,
                config,
                links,
                thumbnailsAtOnce);
    }

    /** The same with other links. */
    public ServerConfig withLinks(LinkConfig config) {
        return new ServerConfig(
                host,
                port,
                requestIdleDuration,
                minimumUploadBytesPerSecond,
                uploadGraceDuration,
                drainDuration,
                authentication,
                config,
                thumbnailsAtOnce);
    }

    /** The same with another number of thumbnails at once. */
    public ServerConfig withThumbnails(int atOnce) {
        return new ServerConfig(
                host,
                port,
                requestIdleDuration,
                minimumUploadBytesPerSecond,
                uploadGraceDuration,
                drainDuration,
                authentication,
                links,
                atOnce);
    }

    private static void require(boolean possible, String field, String message) {
        if (!possible) {
            throw new InvalidValueException(field, message);
        }
    }
}
