package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.identities.NewKey;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.authentication.RateLimit;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R32: who calls")
class AuthenticationTest {
    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = start(AuthenticationConfig.NONE.withKeys());
    }

    private TestServer start(AuthenticationConfig config) {
        return TestServer.start(
                DossierConfig.in(directory).withAccessMode(AccessMode.ENFORCED),
                TestServer.CONFIG.withAuthentication(config));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String bearer(String actor, Role role) {
        return Credentials.bearer(server.dossier(), actor, role);
    }

    private List<Map<String, String>> refusals() throws SQLException {
        return new DataDirectory(directory)
                .database()
                .rows("SELECT accessed_by, address, access_metadata FROM file_access_log WHERE access_type = 'refuse'"
                        + " ORDER BY log_id");
    }

    @Test
    @DisplayName("A good key is its actor, everywhere it matters")
    void good() {
        String ada = bearer("ada", Role.USER);
        Answer uploaded = server.send(server.request("/api/sessions/s/files?name=a.txt")
                .header("Authorization", ada)
                .POST(BodyPublishers.ofString("a")));
        assertThat(uploaded.is(201).json().at("/files/0/uploaded_by").stringValue())
                .isEqualTo("ada");
        Answer session = server.get("/api/sessions/s", "Authorization", ada.replace("Bearer", "bearer"));
        assertThat(session.is(200).json().path("owner").stringValue()).isEqualTo("ada");
        assertThat(server.get("/api/sessions", "Authorization", bearer("bob", Role.USER))
                        .json()
                        .path("total_sessions")
                        .intValue())
                .isZero();
    }

    @Test
    @DisplayName("Without credentials, or with bad ones, the answer is 401 and says how to get in")
    void refused() throws SQLException {
        Answer nobody = server.get("/api/sessions").isProblem(401, "unauthenticated");
        assertThat(nobody.header("www-authenticate")).isEqualTo("Bearer realm=\"dossier\"");
        NewKey key = Credentials.key(server.dossier(), "ada", Role.USER);
        server.dossier().keys().revoke(key.key().id(), Actor.LOCAL);
        for (String bad : List.of(
                "Bearer " + key.shown(), "Bearer dsk_x", "Bearer a.b.c", "Basic YTpi", "Bearer", "Bearer a b")) {
            Answer answer = server.get("/api/stats", "Authorization", bad).isProblem(401, "invalid_credentials");
            assertThat(answer.header("www-authenticate"))
                    .isEqualTo("Bearer realm=\"dossier\", error=\"invalid_token\"");
            assertThat(answer.text()).doesNotContain(bad.substring(bad.indexOf(' ') + 1));
        }
        assertThat(refusals())
                .hasSize(7)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("accessed_by", "NULL")
                        .containsEntry("address", "127.0.0.1")
                        .extractingByKey("access_metadata")
                        .asString()
                        .contains("\"request\":\"GET /api/s")
                        .doesNotContain(key.shown().substring(21)));
        assertThat(refusals().get(1).get("access_metadata"))
                .contains("\"reason\":\"revoked key\"", key.key().id());
    }

    @Test
    @DisplayName("An upload without credentials is refused before its body is read")
    void refusedEarly() throws IOException {
        try (RawConnection connection = RawConnection.to(server.uri("/"))) {
            connection.send(String.join(
                    "\r\n",
                    "POST /api/sessions/s/files?name=a HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 1000000",
                    "Expect: 100-continue",
                    "",
                    ""));
            assertThat(connection.line(Duration.ofSeconds(5))).startsWith("HTTP/1.1 401");
        }
        server.assertNothingArriving();
    }

    @Test
    @DisplayName("A service acts for a person, and nobody else does")
    void onBehalf() throws SQLException {
        String service = bearer("crawler", Role.SERVICE);
        String ada = bearer("ada", Role.USER);
        upload("s", service, "X-On-Behalf-Of", "ada").is(201);
        assertThat(server.get("/api/sessions/s", "Authorization", ada)
                        .json()
                        .path("owner")
                        .stringValue())
                .isEqualTo("ada");
        upload("own", service, "X-Other", "x").is(201);
        server.get("/api/sessions/own", "Authorization", ada).isProblem(404, "not_found");
        server.get("/api/sessions/s", "Authorization", service).isProblem(404, "not_found");
        server.get("/api/sessions", "Authorization", service, "X-On-Behalf-Of", "a\tb")
                .isProblem(422, "invalid_value");
        server.get("/api/sessions/s", "Authorization", ada, "X-On-Behalf-Of", "bob")
                .isProblem(403, "access_denied");
        server.get("/api/sessions/s", "Authorization", bearer("root", Role.ADMINISTRATOR), "X-On-Behalf-Of", "ada")
                .isProblem(403, "access_denied");
        assertThat(refusals()).extracting(row -> row.get("accessed_by")).contains("ada", "root");
    }

    private Answer upload(String session, String bearer, String header, String value) {
        return server.send(server.request("/api/sessions/" + session + "/files?name=a.txt")
                .headers("Authorization", bearer, header, value)
                .POST(BodyPublishers.ofString("a")));
    }

    @Test
    @DisplayName("A reason is logged as text of limited length")
    void reason() throws SQLException {
        upload("s", bearer("ada", Role.USER), "X-Other", "x").is(201);
        String root = bearer("root", Role.ADMINISTRATOR);
        server.get("/api/sessions/s", "Authorization", root).is(200);
        server.get("/api/sessions/s", "Authorization", root, "X-Access-Reason", "r".repeat(600))
                .is(200);
        assertThat(new DataDirectory(directory)
                        .database()
                        .rows("SELECT json_extract(access_metadata, '$.reason') AS reason FROM file_access_log"
                                + " WHERE accessed_by = 'root' ORDER BY log_id"))
                .extracting(row -> row.get("reason"))
                .containsExactly("administrator", "administrator: " + "r".repeat(500));
    }

    @Test
    @DisplayName("Who asks too often waits, and others do not")
    void rateLimit() throws SQLException {
        stop();
        server = start(AuthenticationConfig.NONE.withKeys().withLimits(new RateLimit(0.01, 3), 30));
        String ada = bearer("ada", Role.USER);
        for (int i = 0; i < 3; i++) {
            server.get("/api/stats", "Authorization", ada).is(200);
        }
        Answer answer = server.get("/api/stats", "Authorization", ada).isProblem(429, "too_many_requests");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 100);
        server.get("/api/stats", "Authorization", ada).is(429);
        server.get("/api/stats", "Authorization", bearer("ada", Role.USER)).is(200);
        server.get("/health/live").is(200);
        assertThat(refusals())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("accessed_by", "ada")
                        .extractingByKey("access_metadata")
                        .asString()
                        .contains("\"limit\":\"requests\""));
    }

    @Test
    @DisplayName("An address that fails too often waits, and good keys from there do not")
    void failures() throws SQLException {
        stop();
        server = start(AuthenticationConfig.NONE.withKeys().withLimits(RateLimit.NONE, 3));
        for (int i = 0; i < 3; i++) {
            server.get("/api/stats", "Authorization", "Bearer dsk_x").is(401);
        }
        Answer answer = server.get("/api/stats").isProblem(429, "too_many_requests");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 20);
        server.get("/api/links/none").is(429);
        server.get("/api/stats", "Authorization", bearer("ada", Role.USER)).is(200);
        assertThat(refusals()).hasSize(4);
    }

    @Test
    @DisplayName("No secret is logged")
    void secrets() {
        NewKey key = Credentials.key(server.dossier(), "ada", Role.USER);
        String secret = key.shown().substring(21);
        PrintStream standardError = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            Logging.configure(Logging.Format.PLAIN, true);
            server.get("/api/stats", "Authorization", "Bearer " + key.shown()).is(200);
            server.get("/api/stats", "Authorization", "Bearer " + key.shown() + "x")
                    .is(401);
            server.get("/api/links/" + secret).is(404);
            stop(); // what is logged of a request is logged after its answer
        } finally {
            System.setErr(standardError);
            Logging.configure(Logging.Format.PLAIN, false);
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("/api/stats", "/api/links/")
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "localhost"})
    @DisplayName("With authentication the server may be reached from elsewhere, and by any name")
    void elsewhere(String host) {
        stop();
        server = TestServer.start(
                DossierConfig.in(directory),
                TestServer.CONFIG.withAddress(host, 0).withAuthentication(AuthenticationConfig.NONE.withKeys()));
        assertThat(server.server().port()).isPositive();
    }

    @Test
    @DisplayName("Impossible limits are refused")
    void impossible() {
        assertThatThrownBy(() -> new RateLimit(-1, 1)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new RateLimit(Double.NaN, 1)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new RateLimit(1, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> AuthenticationConfig.NONE.withLimits(RateLimit.NONE, 0))
                .isInstanceOf(InvalidValueException.class);
    }
}
