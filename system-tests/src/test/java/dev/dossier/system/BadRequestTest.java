package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.RawConnection;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does wrong: the right status, one clear sentence, and nothing left behind: no row, no bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestTest {
    private static final String FILES = "/api/sessions/s/files";
    private static final int LIMIT_BYTES = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataDirectory data;
    private final Node node;
    private final Web web;

    BadRequestTest(@TempDir Path directory) {
        data = new DataDirectory(directory.resolve("data"));
        node = Application.packaged()
                .serve(data.path(), "--max-file-size", Integer.toString(LIMIT_BYTES), "--idle-timeout", "3s");
        web = node.web();
    }

    @AfterAll
    void stop() {
        assertThat(node.stop().exitCode()).isZero();
    }

    @BeforeAll
    void itTakesWhatIsRight() {
        Web.Answer answer = post("good.txt", bytes("good"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(web.delete("/api/files/"
                                + answer.json().at("/files/0/file_id").asString() + "?permanent=true")
                        .status())
                .isEqualTo(204);
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        for (int i = 0; i < 100 && !data.leftovers().isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(data.leftovers()).isEmpty();
        assertThat(web.get("/api/stats").json().get("total_files").asLong()).isZero();
        assertThat(web.get("/api/stats").json().get("deleted_files").asLong()).isZero();
        assertThat(data.files())
                .filteredOn(file -> file.startsWith(data.path().resolve("blobs")))
                .as("only the bytes of the good file, which wait for the sweeper")
                .hasSize(1);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                bad("a session id with ../", 4, w -> w.post("/api/sessions/..%2F..%2Fetc/files?name=a", bytes("a"))),
                bad("a session id of dots", 4, w -> w.post("/api/sessions/%2E%2E/files?name=a", bytes("a"))),
                bad(
                        "a session id of 200 characters",
                        400,
                        w -> w.post("/api/sessions/" + "s".repeat(200) + "/files?name=a", bytes("a"))),
                bad("a name of 300 bytes", 422, w -> w.post(FILES + "?name=" + "n".repeat(300), bytes("a"))),
                bad("a name of 300 bytes in a form", 422, w -> form(w, new Form().file("n".repeat(300), bytes("a")))),
                bad("control characters in a name", 422, w -> w.post(FILES + "?name=a%07b%00c", bytes("a"))),
                bad("a path as a name", 422, w -> w.post(FILES + "?name=..%2F..%2Fa", bytes("a"))),
                bad("no name", 400, w -> w.post(FILES, bytes("a"))),
                bad(
                        "an announced body above the limit",
                        413,
                        w -> w.post(FILES + "?name=a", new byte[LIMIT_BYTES + 1])),
                bad(
                        "a chunked body above the limit",
                        413,
                        w -> w.send(
                                "POST",
                                FILES + "?name=a",
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[LIMIT_BYTES + 1])))),
                bad(
                        "a file of a form above the limit",
                        413,
                        w -> form(w, new Form().file("b", bytes("b")).file("a", new byte[LIMIT_BYTES + 1]))),
                bad("an empty form", 400, w -> form(w, new Form())),
                bad("a form without a byte", 400, w -> w.post(FILES, new byte[0], "Content-Type", Form.contentType())),
                bad("a form without a file", 400, w -> form(w, new Form().field("message_id", "m"))),
                bad(
                        "a form that does not say its boundary",
                        400,
                        w -> w.post(
                                FILES,
                                new Form().file("a", bytes("a")).bytes(),
                                "Content-Type",
                                "multipart/form-data")),
                bad("a form that stops in the middle", 400, w -> {
                    byte[] whole = new Form()
                            .file("a", SampleBytes.ofSize(10_000).bytes())
                            .bytes();
                    return w.post(FILES, java.util.Arrays.copyOf(whole, 9_000), "Content-Type", Form.contentType());
                }),
                bad(
                        "metadata that is no JSON",
                        400,
                        w -> form(w, new Form().field("metadata", "{not json").file("a", bytes("a")))),
                bad(
                        "an impossible association type",
                        422,
                        w -> form(
                                w,
                                new Form().field("association_type", "friend").file("a", bytes("a")))),
                bad(
                        "JSON that is no JSON",
                        400,
                        w -> w.sendJson("POST", "/api/files/" + "0".repeat(32) + "/copy", "{\"session_id\": ")),
                bad("an unknown file", 404, w -> w.get("/api/files/" + "0".repeat(32))),
                bad("a file id that is none", 4, w -> w.get("/api/files/%2e%2e%2fpasswd/content")),
                bad("an impossible page size", 422, w -> w.get(FILES + "?limit=100000")),
                bad("an impossible order", 422, w -> w.get(FILES + "?sort=weight")),
                bad("an unknown path", 404, w -> w.get("/api/nothing")),
                bad("an unknown method", 405, w -> w.delete("/api/stats")));
    }

    private static Arguments bad(String what, int status, Function<Web, Web.Answer> request) {
        return Arguments.argumentSet(what, status, request);
    }

    /** A status below 10 stands for all statuses that begin with that digit. */
    @ParameterizedTest
    @MethodSource("requests")
    void isRefused(int status, Function<Web, Web.Answer> request) {
        Web.Answer answer = request.apply(web);
        assertThat(status < 10 ? answer.status() / 100 : answer.status())
                .as(answer.text())
                .isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().get("detail").asString())
                .isNotEmpty()
                .doesNotContain("Exception", "dev.dossier", data.path().toString(), "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "abc", "5, 7", "5\r\nContent-Length: 7", "5\r\nTransfer-Encoding: chunked"})
    @DisplayName("a Content-Length that is none: 400, and the connection ends")
    void impossibleLength(String length) throws IOException {
        try (RawConnection connection = RawConnection.to(web.address())) {
            connection.send("POST " + FILES + "?name=a HTTP/1.1\r\nHost: h\r\nContent-Length: " + length
                    + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            assertThat(connection.line(PATIENCE)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    @DisplayName("a Content-Length larger than the body: 400")
    void endsBeforeItsLength() throws IOException {
        try (RawConnection connection = half(5000)) {
            connection.endSending();
            assertThat(connection.line(PATIENCE)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    @DisplayName("a client that disconnects half-way leaves nothing")
    void disconnects() throws IOException {
        half(90_000).reset();
        half(90_000).close();
    }

    @Test
    @DisplayName("a body that stands still: 408 after the idle time")
    void standsStill() throws IOException {
        try (RawConnection connection = half(5000)) {
            assertThat(connection.line(Duration.ofSeconds(20))).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    @DisplayName("a client that sends one byte a second: 408, and others are served meanwhile")
    void oneByteASecond() throws IOException {
        try (RawConnection connection = half(10)) {
            String answer = "";
            for (int second = 0; second < 60 && answer.isEmpty(); second++) {
                connection.send("x");
                answer = connection.line(Duration.ofSeconds(1));
                if (second % 5 == 0) {
                    assertThat(web.get("/health/ready").status()).isEqualTo(200);
                }
            }
            assertThat(answer).startsWith("HTTP/1.1 408");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/openapi.json", "/api/stats"})
    @DisplayName("a body that nobody asked for, and that takes its time, does not hide the answer")
    void superfluousBody(String path) throws Exception {
        try (RawConnection connection = RawConnection.to(web.address())) {
            connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 600000\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                connection.send(SampleBytes.ofSize(200_000).bytes());
                Thread.sleep(100);
            }
            assertThat(connection.line(PATIENCE)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    @DisplayName("what is no HTTP: 400")
    void noHttp() throws IOException {
        for (String line : List.of("hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n")) {
            try (RawConnection connection = RawConnection.to(web.address())) {
                assertThat(connection.send(line).line(PATIENCE)).matches("HTTP/1.1 (400|505).*");
            }
        }
    }

    @Test
    @DisplayName("a malformed request for headers only is answered with headers only")
    void malformedHead() throws IOException {
        try (RawConnection connection = RawConnection.to(web.address())) {
            connection
                    .send("HEAD /api/stats HTTP/1.1\r\nno colon at all\r\n\r\n")
                    .endSending();
            assertThat(connection.line(PATIENCE)).startsWith("HTTP/1.1 400");
            String line = "400";
            while (!line.isEmpty()) {
                line = connection.line(PATIENCE);
            }
            assertThat(connection.line(PATIENCE)).as("after the headers").isEmpty();
        }
    }

    /** An upload of 100,000 bytes of which some were sent. */
    private RawConnection half(int sent) throws IOException {
        return RawConnection.to(web.address())
                .send("POST " + FILES + "?name=a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n")
                .send(new byte[sent]);
    }

    private Web.Answer post(String name, byte[] content) {
        return web.post(FILES + "?name=" + name, content);
    }

    private static Web.Answer form(Web web, Form form) {
        return web.post(FILES, form.bytes(), "Content-Type", Form.contentType());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
