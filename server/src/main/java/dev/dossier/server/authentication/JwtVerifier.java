package dev.dossier.server.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises JSON web tokens: signed by a key of the issuer with an algorithm that is accepted, meant for us, and in their time.
 * The subject is the actor, and a claim names its role.
 *
 * <p>The issuer's keys are kept for five minutes. A token with a key that is not among them has them fetched again, so that a
 * new key works at once, but no more than twice in half a minute, whoever asks. While they cannot be fetched the old ones
 * serve for an hour; without any, the answer is 503 and not 401, for the token may be good.
 */
final class JwtVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(JwtVerifier.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final JwtConfig config;
    private final JwksRetriever retriever = new JwksRetriever();
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    JwtVerifier(JwtConfig config) {
        this.config = config;
        Set<JWSAlgorithm> algorithms =
                config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("sub", "exp"));
        claims.setMaxClockSkew((int) config.clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    private JWKSource<SecurityContext> keys() {
        try {
            return JWKSourceBuilder.<SecurityContext>create(config.jwksUrl().toURL(), retriever)
                    .cache(
                            KEPT.toMillis(),
                            JwksRetriever.TIME_LIMIT.plusSeconds(1).toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(PAUSE.toMillis())
                    .outageTolerant(KEPT_IN_OUTAGE.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new InvalidValueException("jwt_jwks_url", "The address of the issuer's keys is no URL.");
        }
    }

    /** @throws RequestException when nothing can be said, because the issuer's keys are not to be had */
    Recognition recognise(String token) {
        try {
            return actor(processor.process(token, null));
        } catch (RateLimitReachedException e) {
            return retriever.isFailing() ? unavailable(e) : refused("token signed with an unknown key");
        } catch (KeySourceException e) {
            return unavailable(e);
        } catch (ParseException e) {
            return refused("malformed token");
        } catch (BadJOSEException | JOSEException e) {
            return refused("token: " + e.getMessage());
        }
    }

    private Recognition actor(JWTClaimsSet claims) throws ParseException {
        String subject = claims.getSubject();
        if (!Actor.isName(subject)) {
            return refused("token whose subject cannot be a name");
        }
        List<Role> roles = roles(claims.getClaim(config.roleClaim()));
        return switch (roles.size()) {
            case 0 -> known(subject, Role.USER);
            case 1 -> known(subject, roles.getFirst());
            default -> refused("token with several roles");
        };
    }

    /**
     * The roles that a claim names. A text must be a role; of a list, which may hold groups of all kinds, those that are roles
     * count. Whoever has none is a user.
     */
    private static List<Role> roles(@Nullable Object claim) throws ParseException {
        try {
            return switch (claim) {
                case null -> List.of();
                case String role -> List.of(Role.parse(role));
                case List<?> all ->
                    Stream.of(Role.values())
                            .filter(role -> all.contains(role.toString()))
                            .toList();
                default -> throw new ParseException("the role is neither a text nor a list", 0);
            };
        } catch (InvalidValueException e) {
            throw new ParseException("unknown role", 0);
        }
    }

    private static Recognition known(String subject, Role role) {
        return new Recognition.Known(Actor.of(subject, role), null);
    }

    private static Recognition refused(String reason) {
        return new Recognition.Refused(Map.of("reason", reason));
    }

    private static Recognition unavailable(KeySourceException e) {
        LOG.warn("The issuer's keys cannot be had, so tokens cannot be checked: {}", e.toString());
        throw new RequestException(new Problem(
                503,
                "authentication_unavailable",
                "The token cannot be checked, because its issuer's keys are not to be had. Repeat the request later.",
                null,
                Map.of("Retry-After", "30")));
    }
}
