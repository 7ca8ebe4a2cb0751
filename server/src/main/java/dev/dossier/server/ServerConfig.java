package dev.dossier.server;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.links.LinkConfig;

/**
 * Where a server listens, to whom, and how patient it is. Immutable; each {@code with} method answers a changed copy.
 *
 * @param host the name or address of the interface: one that only this machine reaches, unless callers have to say who they
 *     are
 * @param port the port; 0 for any that is free
 * @param limits how patient it is
 * @param authentication how callers say who they are
 * @param links how links to files are signed
 * @param thumbnailsAtOnce how many thumbnails are made at once, each by a process of its own, at most 64; 0
 *     for none at all
 */
public record ServerConfig(
        String host,
        int port,
        TimeLimits limits,
        AuthenticationConfig authentication,
        LinkConfig links,
        int thumbnailsAtOnce) {

    private static final int MOST_THUMBNAILS = 64;

    /** {@code 127.0.0.1:8420}, with the patience that the guide names. */
    public static final ServerConfig DEFAULT =
            new ServerConfig("127.0.0.1", 8420, TimeLimits.DEFAULT, AuthenticationConfig.NONE, LinkConfig.DEFAULT, 2);

    /** @throws InvalidValueException when a value is impossible */
    public ServerConfig {
        InvalidValueException.require(!host.isBlank(), "host", "The host must not be blank.");
        InvalidValueException.require(port >= 0 && port <= 65_535, "port", "The port must be from 0 to 65535.");
        InvalidValueException.require(
                thumbnailsAtOnce >= 0 && thumbnailsAtOnce <= MOST_THUMBNAILS,
                "thumbnails",
                "The number of thumbnails at once must be from 0 to " + MOST_THUMBNAILS + ".");
    }

    /** The same at another address. */
    public ServerConfig withAddress(String otherHost, int otherPort) {
        return new ServerConfig(otherHost, otherPort, limits, authentication, links, thumbnailsAtOnce);
    }

    /** The same with other limits of time. */
    public ServerConfig withLimits(TimeLimits other) {
        return new ServerConfig(host, port, other, authentication, links, thumbnailsAtOnce);
    }

    /** The same with another way for callers to say who they are. */
    public ServerConfig withAuthentication(AuthenticationConfig config) {
        return new ServerConfig(host, port, limits, config, links, thumbnailsAtOnce);
    }

    /** The same with other links. */
    public ServerConfig withLinks(LinkConfig config) {
        return new ServerConfig(host, port, limits, authentication, config, thumbnailsAtOnce);
    }

    /** The same with another number of thumbnails at once. */
    public ServerConfig withThumbnails(int atOnce) {
        return new ServerConfig(host, port, limits, authentication, links, atOnce);
    }
}
