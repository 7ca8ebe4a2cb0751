package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.access.Role;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.identities.NewKey;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.authentication.RateLimit;
import dev.dossier.server.links.LinkConfig;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.DataDirectory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("R32: signed links")
class LinksTest {
    private static final SessionId SESSION = SessionId.of("s");
    private static final Actor ADA = Actor.named("ada");

    @TempDir
    Path directory;

    private TestServer server;
    private StoredFile file;
    private NewKey adas;

    @BeforeEach
    void start() {
        server = start(directory, LinkConfig.DEFAULT);
        file = server.dossier().files().as(ADA).createText(SESSION, NewFile.named("a.txt"), "0123456789");
        adas = Credentials.key(server.dossier(), "ada", Role.USER);
    }

    private static TestServer start(Path data, LinkConfig links) {
        return TestServer.start(
                DossierConfig.in(data).withAccessMode(AccessMode.ENFORCED),
                TestServer.CONFIG
                        .withAuthentication(AuthenticationConfig.NONE.withKeys().withLimits(RateLimit.NONE, 1000))
                        .withLinks(links));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer make(String bearer, String body, String... headers) {
        HttpRequest.Builder request = server.request("/api/files/" + file.id() + "/link")
                .header("Authorization", "Bearer " + bearer)
                .POST(BodyPublishers.ofString(body));
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    private String link(String body) {
        return make(adas.shown(), body).is(201).json().path("url").stringValue();
    }

    private List<String> log() throws SQLException {
        return new DataDirectory(directory)
                        .database()
                        .rows("SELECT access_type, accessed_by, json_extract(access_metadata, '$.via') AS via"
                                + " FROM file_access_log WHERE access_type IN ('link', 'download', 'view', 'refuse')"
                                + " ORDER BY log_id")
                        .stream()
                        .map(row -> String.join(" ", row.values()))
                        .toList();
    }

    @Test
    @DisplayName("Whoever has a link reads the file, and nothing else; each use is logged")
    void use() throws SQLException {
        Answer made = make(adas.shown(), "").is(201);
        assertThat(Duration.between(
                        Instant.now(),
                        Instant.parse(made.json().path("expires_at").stringValue())))
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        String url = made.json().path("url").stringValue();

        Answer whole = server.get(url).is(200);
        assertThat(whole.text()).isEqualTo("0123456789");
        assertThat(whole.header("content-disposition")).startsWith("attachment");
        assertThat(whole.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(server.get(url, "Range", "bytes=2-3").is(206).text()).isEqualTo("23");
        assertThat(server.head(url).is(200).header("content-length")).isEqualTo("10");
        assertThat(server.get(link("{\"disposition\":\"inline\",\"expires_in\":60}"))
                        .is(200)
                        .header("content-disposition"))
                .startsWith("inline");
        server.put(url, "x").isProblem(405, "method_not_allowed");
        assertThat(log())
                .containsExactly(
                        "link ada NULL", "download ada link", "download ada link", "link ada NULL", "view ada link");
    }

    @Test
    @DisplayName("What a link is made for can be asked for within limits only")
    void limits() {
        for (String body : List.of(
                "{\"expires_in\":0}",
                "{\"expires_in\":-1}",
                "{\"expires_in\":86401}",
                "{\"expires_in\":1.5}",
                "{\"expires_in\":\"60\"}",
                "{\"disposition\":\"show\"}")) {
            make(adas.shown(), body).isProblem(422, "invalid_value");
        }
        make(adas.shown(), "{\"expires_in\":86400}").is(201);
        assertThatThrownBy(() -> new LinkConfig(Optional.of("short"), Duration.ofDays(1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new LinkConfig(Optional.empty(), Duration.ofDays(8)))
                .isInstanceOf(InvalidValueException.class);
        assertThat(new LinkConfig(Optional.of("s".repeat(32)), Duration.ofDays(1)).toString())
                .doesNotContain("sss");
    }

    @Test
    @DisplayName("A link ends by itself")
    void ends() throws InterruptedException {
        String url = link("{\"expires_in\":1}");
        Thread.sleep(Duration.ofMillis(1100));
        server.get(url).isProblem(404, "not_found");
    }

    @Test
    @DisplayName("An altered link leads nowhere, and each attempt is logged")
    void altered() throws SQLException {
        String url = link("");
        String token = url.substring(url.lastIndexOf('/') + 1);
        String said = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        String signature = token.substring(token.indexOf('.'));
        for (String forged : List.of(
                encoded(said.replace("\"role\":\"user\"", "\"role\":\"administrator\"")) + signature,
                encoded(said.replaceFirst("\"until\":\\d+", "\"until\":99999999999")) + signature,
                encoded(said + " ") + signature,
                token.substring(0, token.length() - 1),
                token + "A",
                "." + signature,
                token.replace('.', '!'),
                "x")) {
            Answer answer = server.get("/api/links/" + forged).isProblem(404, "not_found");
            assertThat(answer.json().path("detail").stringValue())
                    .isEqualTo("There is no such link any more: links end by themselves.");
        }
        assertThat(log()).filteredOn("refuse NULL NULL"::equals).hasSize(8);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("A link ends with its file, its maker's access, or its maker's key")
    void revoked() {
        String deleted = link("");
        server.dossier().files().as(ADA).delete(file.id());
        server.get(deleted).isProblem(404, "not_found");
        server.dossier().files().as(ADA).restore(file.id());
        server.get(deleted).is(200);

        server.dossier().sessions().as(ADA).share(SESSION, "bob", Grant.READER);
        String bobs = make(Credentials.key(server.dossier(), "bob", Role.READER).shown(), "")
                .is(201)
                .json()
                .path("url")
                .stringValue();
        server.get(bobs).is(200);
        server.dossier().sessions().as(ADA).unshare(SESSION, "bob");
        server.get(bobs).isProblem(404, "not_found");

        server.dossier().keys().revoke(adas.key().id(), Actor.LOCAL);
        server.get(deleted).isProblem(404, "not_found");
    }

    @Test
    @DisplayName("Links of administrators and services are logged as what they are")
    void through() throws SQLException {
        String root = make(
                        Credentials.key(server.dossier(), "root", Role.ADMINISTRATOR)
                                .shown(),
                        "")
                .json()
                .path("url")
                .stringValue();
        server.get(root).is(200);
        JsonNode made = make(
                        Credentials.key(server.dossier(), "crawler", Role.SERVICE)
                                .shown(),
                        "",
                        "X-On-Behalf-Of",
                        "ada")
                .is(201)
                .json();
        server.get(made.path("url").stringValue()).is(200);
        assertThat(log())
                .contains("view root link", "download root link", "link ada crawler", "download ada link of crawler");
    }

    @Test
    @DisplayName("The secret is made once, for its owner only; the same one is good on every node")
    void secret() throws IOException {
        String url = link("");
        Path key = directory.resolve("link.key");
        assertThat(key).hasSize(32);
        assertThat(Files.getPosixFilePermissions(key))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(directory.toFile().list())
                .filteredOn(name -> name.startsWith("link.key."))
                .isEmpty();
        try (TestServer second = start(directory, LinkConfig.DEFAULT)) {
            second.get(url).is(200);
        }
        try (TestServer third = start(directory, new LinkConfig(Optional.of("s".repeat(32)), Duration.ofHours(1)))) {
            third.get(url).isProblem(404, "not_found");
        }
        Files.write(key, new byte[3]);
        try (TestServer broken = start(directory, LinkConfig.DEFAULT)) {
            broken.get(url).isProblem(500, "storage_failure");
        }
    }
}
