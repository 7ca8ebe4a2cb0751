package dev.dossier.server;

import static dev.dossier.server.Issuer.claims;
import static dev.dossier.server.Issuer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import dev.dossier.DossierConfig;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Role;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.files.NewFile;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.authentication.JwtConfig;
import dev.dossier.server.authentication.RateLimit;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.DataDirectory;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R32: tokens, with real keys from a real issuer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {
    private RSAKey rsa;
    private RSAKey other;
    private ECKey ec;
    private Issuer issuer;
    private TestServer server;
    private Path directory;

    @BeforeAll
    void makeKeys() throws JOSEException {
        rsa = Issuer.rsa("rsa-1");
        other = Issuer.rsa("rsa-2");
        ec = Issuer.ec("ec-1");
    }

    @BeforeEach
    void start(@TempDir Path data) {
        directory = data;
        issuer = new Issuer();
        issuer.publish(rsa.toPublicJWK(), ec.toPublicJWK());
        AuthenticationConfig config = AuthenticationConfig.NONE
                .withKeys()
                .withJwt(JwtConfig.of(Issuer.NAME, Issuer.AUDIENCE, issuer.keys()))
                .withLimits(RateLimit.NONE, 1000);
        server = TestServer.start(
                DossierConfig.in(data).withAccessMode(AccessMode.ENFORCED),
                TestServer.CONFIG.withAuthentication(config));
    }

    @AfterEach
    void stop() {
        server.close();
        issuer.close();
    }

    private Answer ask(String token) {
        return server.get("/api/sessions", "Authorization", "Bearer " + token);
    }

    private void assertRefused(String token, String reason) throws SQLException {
        Answer answer = ask(token).isProblem(401, "invalid_credentials");
        assertThat(answer.text()).doesNotContain(token);
        String logged = new DataDirectory(directory)
                .database()
                .value("SELECT access_metadata FROM file_access_log WHERE access_type = 'refuse'"
                        + " ORDER BY log_id DESC LIMIT 1");
        assertThat(logged).contains(reason).doesNotContain(token);
    }

    @Test
    @DisplayName("A good token is its subject")
    void good() throws JOSEException {
        ask(token(rsa, claims())).is(200);
        ask(token(ec, claims())).is(200);
        ask(token(JWSAlgorithm.RS256, new JOSEObjectType("at+jwt"), "rsa-1", new RSASSASigner(rsa), claims()))
                .is(200);
        ask(token(rsa, claims().audience(List.of("other", Issuer.AUDIENCE)))).is(200);
        Answer uploaded = server.send(server.request("/api/sessions/s/files?name=a.txt")
                .header("Authorization", "Bearer " + token(rsa, claims().subject("auth0|ada")))
                .POST(BodyPublishers.ofString("a")));
        assertThat(uploaded.is(201).json().at("/files/0/uploaded_by").stringValue())
                .isEqualTo("auth0|ada");
        assertThat(issuer.fetches()).isEqualTo(1);
        server.get("/api/stats", "Authorization", Credentials.bearer(server.dossier(), "ada", Role.USER))
                .is(200);
    }

    @Test
    @DisplayName("Time: expired, not yet good, no end; clocks may differ by half a minute")
    void time() throws JOSEException, SQLException {
        assertRefused(token(rsa, claims().expirationTime(Issuer.in(Duration.ofSeconds(-40)))), "Expired");
        ask(token(rsa, claims().expirationTime(Issuer.in(Duration.ofSeconds(-10)))))
                .is(200);
        assertRefused(token(rsa, claims().notBeforeTime(Issuer.in(Duration.ofSeconds(50)))), "before");
        ask(token(rsa, claims().notBeforeTime(Issuer.in(Duration.ofSeconds(10)))))
                .is(200);
        assertRefused(token(rsa, claims().expirationTime(null)), "exp");
    }

    @Test
    @DisplayName("Tokens of another issuer, for another audience, or without a subject")
    void meant() throws JOSEException, SQLException {
        assertRefused(token(rsa, claims().issuer("https://evil.example")), "iss");
        assertRefused(token(rsa, claims().issuer(null)), "iss");
        assertRefused(token(rsa, claims().audience("somebody else")), "aud");
        assertRefused(token(rsa, claims().audience((String) null)), "aud");
        assertRefused(token(rsa, claims().subject(null)), "sub");
        assertRefused(token(rsa, claims().subject("a\nb")), "name");
        assertRefused(token(rsa, claims().subject("")), "name");
    }

    @Test
    @DisplayName("Signatures: none, a shared secret made of the public key, another key, an altered token")
    void signatures() throws JOSEException, SQLException {
        assertRefused(new PlainJWT(claims().build()).serialize(), "Unsecured");
        byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
        assertRefused(
                token(JWSAlgorithm.HS256, JOSEObjectType.JWT, "rsa-1", new MACSigner(publicKey), claims()), "token");
        byte[] asPublished = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertRefused(
                token(JWSAlgorithm.HS256, JOSEObjectType.JWT, "rsa-1", new MACSigner(asPublished), claims()), "token");
        RSAKey pretender = new RSAKey.Builder(other).keyID("rsa-1").build();
        assertRefused(token(pretender, claims()), "signature");
        assertRefused(token(JWSAlgorithm.RS512, JOSEObjectType.JWT, "rsa-1", new RSASSASigner(rsa), claims()), "token");
        assertRefused(
                token(JWSAlgorithm.RS256, new JOSEObjectType("logout+jwt"), "rsa-1", new RSASSASigner(rsa), claims()),
                "type");
        String[] parts = token(rsa, claims()).split("\\.", -1);
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims().subject("root").build().toString().getBytes(StandardCharsets.UTF_8));
        assertRefused(parts[0] + "." + forged + "." + parts[2], "signature");
        assertRefused(parts[0] + "." + parts[1] + ".", "token");
        for (String malformed : List.of("x", "a.b", "a.b.c", "e30.e30.e30", "....")) {
            ask(malformed).isProblem(401, "invalid_credentials");
        }
    }

    @Test
    @DisplayName("A new key works at once; whoever invents keys cannot have them fetched again and again")
    void rotation() throws JOSEException, SQLException {
        ask(token(rsa, claims())).is(200);
        issuer.publish(other.toPublicJWK());
        ask(token(other, claims())).is(200);
        assertThat(issuer.fetches()).isEqualTo(2);
        assertRefused(token(rsa, claims()), "unknown key");
        for (int i = 0; i < 20; i++) {
            assertRefused(token(new RSAKey.Builder(rsa).keyID("k" + i).build(), claims()), "unknown key");
        }
        assertThat(issuer.fetches()).isEqualTo(2);
        ask(token(other, claims())).is(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 302, 0})
    @DisplayName("While the issuer's keys cannot be had the answer is 503, never a way in")
    void down(int status) throws JOSEException {
        String token = token(rsa, claims());
        if (status == 0) {
            issuer.close();
        } else {
            issuer.answerWith(status);
        }
        for (int i = 0; i < 4; i++) {
            Answer answer = ask(token).isProblem(503, "authentication_unavailable");
            assertThat(answer.header("retry-after")).isEqualTo("30");
        }
        server.get("/api/stats", "Authorization", Credentials.bearer(server.dossier(), "ada", Role.USER))
                .is(200);
    }

    @Test
    @DisplayName("Keys that were had before serve on while the issuer is down")
    void outage() throws JOSEException {
        ask(token(rsa, claims())).is(200);
        issuer.answerWith(500);
        ask(token(rsa, claims())).is(200);
        ask(token(ec, claims())).is(200);
    }

    @Test
    @DisplayName("Keys that come too slowly, in a flood or as nonsense are as good as none")
    void bad() throws JOSEException {
        String token = token(rsa, claims());
        issuer.publish("{\"keys\":[" + " ".repeat(300_000) + "]}");
        ask(token).isProblem(503, "authentication_unavailable");
        issuer.publish("<html>");
        ask(token).isProblem(503, "authentication_unavailable");
    }

    @Test
    @DisplayName("Keys that do not come are not waited for")
    void slow() throws JOSEException {
        issuer.answerAfter(Duration.ofSeconds(20));
        long begin = System.nanoTime();
        ask(token(rsa, claims())).isProblem(503, "authentication_unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(18));
    }

    @ParameterizedTest
    @CsvSource({"administrator, 200", "reader, 404", "editor, 404", "user, 404", "service, 404"})
    @DisplayName("A claim names the role")
    void roles(String role, int status) throws JOSEException {
        server.dossier().files().createText(SessionId.of("locals"), NewFile.named("a"), "");
        for (Object claim : List.of(role, List.of("staff", role))) {
            String token = token(rsa, claims().claim("role", claim));
            server.get("/api/sessions/locals", "Authorization", "Bearer " + token)
                    .is(status);
        }
        String behalf = token(rsa, claims().claim("role", role));
        server.get("/api/sessions", "Authorization", "Bearer " + behalf, "X-On-Behalf-Of", "bob")
                .is(role.equals("service") ? 200 : 403);
    }

    @Test
    @DisplayName("An unknown role, several or something else is refused; a list without one is a user's")
    void impossibleRoles() throws JOSEException, SQLException {
        assertRefused(token(rsa, claims().claim("role", "root")), "malformed");
        assertRefused(token(rsa, claims().claim("role", "Administrator")), "malformed");
        assertRefused(token(rsa, claims().claim("role", 1)), "malformed");
        assertRefused(token(rsa, claims().claim("role", Map.of("a", 1))), "malformed");
        assertRefused(token(rsa, claims().claim("role", List.of("reader", "administrator"))), "several roles");
        ask(token(rsa, claims().claim("role", List.of("staff")))).is(200);
    }

    @Test
    @DisplayName("Impossible settings refuse to start, and name the setting")
    void impossible() {
        URI url = URI.create("https://issuer.example/keys");
        assertField("jwt_issuer", () -> JwtConfig.of(" ", "a", url));
        assertField("jwt_audience", () -> JwtConfig.of("i", "", url));
        assertField("jwt_jwks_url", () -> JwtConfig.of("i", "a", URI.create("http://192.0.2.1/keys")));
        assertField("jwt_jwks_url", () -> JwtConfig.of("i", "a", URI.create("file:///etc/keys")));
        assertField("jwt_jwks_url", () -> JwtConfig.of("i", "a", URI.create("")));
        for (String algorithm : List.of("none", "HS256", "HS512", "EdDSA", "")) {
            assertField("jwt_algorithms", () -> with(url, Set.of("RS256", algorithm), "role", Duration.ZERO));
        }
        assertField("jwt_algorithms", () -> with(url, Set.of(), "role", Duration.ZERO));
        assertField("jwt_role_claim", () -> with(url, Set.of("RS256"), " ", Duration.ZERO));
        assertField("jwt_clock_skew", () -> with(url, Set.of("RS256"), "role", Duration.ofMinutes(6)));
        assertField("jwt_clock_skew", () -> with(url, Set.of("RS256"), "role", Duration.ofMinutes(-1)));
    }

    private static JwtConfig with(URI url, Set<String> algorithms, String claim, Duration skew) {
        return new JwtConfig("i", "a", url, algorithms, claim, skew);
    }

    private static void assertField(String field, Runnable setting) {
        assertThatThrownBy(setting::run)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
