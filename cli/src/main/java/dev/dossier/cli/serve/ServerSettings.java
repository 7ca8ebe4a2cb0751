package dev.dossier.cli.serve;

import dev.dossier.cli.settings.Setting;
import dev.dossier.cli.settings.Settings;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.server.ServerConfig;
import dev.dossier.server.TimeLimits;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.authentication.JwtConfig;
import dev.dossier.server.authentication.RateLimit;
import dev.dossier.server.links.LinkConfig;
import java.net.URI;
import java.util.Set;

/** The server that the settings describe. */
final class ServerSettings {
    private ServerSettings() {}

    /** @throws InvalidValueException when something is missing or impossible */
    static ServerConfig of(Settings settings) {
        return ServerConfig.DEFAULT
                .withAddress(settings.text(Setting.HOST), settings.port())
                .withLimits(TimeLimits.DEFAULT
                        .withRequestIdle(settings.period(Setting.IDLE_TIMEOUT))
                        .withDrain(settings.period(Setting.DRAIN_TIMEOUT)))
                .withAuthentication(authentication(settings))
                .withLinks(new LinkConfig(settings.secret(Setting.LINK_KEY), settings.period(Setting.LINK_LIFETIME)))
                .withThumbnails(settings.number(Setting.THUMBNAILS));
    }

    private static AuthenticationConfig authentication(Settings settings) {
        Set<String> ways = settings.names(Setting.AUTHENTICATION);
        AuthenticationConfig config = AuthenticationConfig.NONE.withLimits(
                new RateLimit(settings.number(Setting.RATE_LIMIT), settings.number(Setting.RATE_BURST)),
                settings.number(Setting.AUTH_FAILURES));
        if (ways.contains("keys")) {
            config = config.withKeys();
        }
        return ways.contains("jwt") ? config.withJwt(tokens(settings)) : config;
    }

    private static JwtConfig tokens(Settings settings) {
        return new JwtConfig(
                settings.text(Setting.JWT_ISSUER),
                settings.text(Setting.JWT_AUDIENCE),
                address(settings.text(Setting.JWT_JWKS_URL)),
                settings.names(Setting.JWT_ALGORITHMS),
                settings.text(Setting.JWT_ROLE_CLAIM),
                settings.period(Setting.JWT_CLOCK_SKEW));
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("jwt_jwks_url", "The address of the issuer's keys is no URL.");
        }
    }
}
