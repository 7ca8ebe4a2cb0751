package dev.dossier.server.authentication;

import dev.dossier.errors.InvalidValueException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which JSON web tokens are recognised. Immutable.
 *
 * @param issuer what the claim {@code iss} must be
 * @param audience what the claim {@code aud} must hold
 * @param jwksUrl where the issuer's public keys are
 * @param algorithms the signature algorithms that are accepted; only such with a public key are possible
 * @param roleClaim the claim that names the role
 * @param clockSkew how far this machine's clock may be from the issuer's
 */
public record JwtConfig(
        String issuer, String audience, URI jwksUrl, Set<String> algorithms, String roleClaim, Duration clockSkew) {
    /** Every algorithm that can be accepted: RSA and elliptic curves, never {@code none} and never a shared secret. */
    public static final Set<String> POSSIBLE_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);

    /** @throws InvalidValueException when a value is impossible */
    public JwtConfig {
        algorithms = Set.copyOf(algorithms);
        InvalidValueException.require(!issuer.isBlank(), "jwt_issuer", "Name the issuer of the tokens.");
        InvalidValueException.require(
                !audience.isBlank(), "jwt_audience", "Name the audience of the tokens: what their issuer calls us.");
        InvalidValueException.require(!roleClaim.isBlank(), "jwt_role_claim", "Name the claim that holds the role.");
        InvalidValueException.require(
                !algorithms.isEmpty() && POSSIBLE_ALGORITHMS.containsAll(algorithms),
                "jwt_algorithms",
                "Use some of " + String.join(", ", new TreeSet<>(POSSIBLE_ALGORITHMS)) + ".");
        InvalidValueException.require(
                isProtected(jwksUrl),
                "jwt_jwks_url",
                "The keys must come over https; http is possible from this machine only.");
        InvalidValueException.require(
                !clockSkew.isNegative() && clockSkew.compareTo(LONGEST_SKEW) <= 0,
                "jwt_clock_skew",
                "The clocks may differ by 0 to 5 minutes.");
    }

    /** RS256 and ES256, the claim {@code role}, and 30 seconds between the clocks. */
    public static JwtConfig of(String issuer, String audience, URI jwksUrl) {
        return new JwtConfig(issuer, audience, jwksUrl, Set.of("RS256", "ES256"), "role", Duration.ofSeconds(30));
    }

    private static boolean isProtected(URI url) {
        if (url.getHost() == null) {
            return false;
        }
        return "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isHere(url.getHost()));
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
