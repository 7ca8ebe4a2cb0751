package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String raw(String request) throws Exception {
        try (RawClient client = new RawClient(server)) {
            return client.say(request).sayNoMore().hear();
        }
    }

    private static void isProblem(String answer, int status, String code) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("x-request-id: ")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .contains("\"code\":\"" + code + "\"")
                .doesNotContain("Exception", "org.eclipse", "<html", "Jetty");
    }

    @Test
    @DisplayName("A path without a route is not found")
    void noRoute() {
        server.get("/api/nothing").isProblem(404, "no_route");
        server.get("/").isProblem(404, "no_route");
        server.post("/nothing", "body").isProblem(404, "no_route");
    }

    @Test
    @DisplayName("A path with other methods says which")
    void wrongMethod() {
        Answer answer = server.put("/api/sessions", "x").isProblem(405, "method_not_allowed");
        assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
        Answer page = server.send(server.request("/api/files/f")
                        .header("Accept", "text/html")
                        .PUT(BodyPublishers.noBody()))
                .isProblem(405, "method_not_allowed");
        assertThat(page.header("allow")).contains("GET", "HEAD", "PATCH", "DELETE");
    }

    @Test
    @DisplayName("No header turns one method into another")
    void methodOverride() {
        String id = server.stored("a.txt", "x");

        server.get("/api/files/" + id, "X-HTTP-Method-Override", "DELETE").is(200);

        assertThat(server.get("/api/files/" + id).json().path("deleted_at").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @DisplayName("A path that hides a separator or a step upwards is a bad request")
    @ValueSource(
            strings = {
                "/api/files/..%2Fsecret",
                "/api/files/%2e%2e/x",
                "/api/files/a%5cb",
                "/api/%zz",
                "/api/files/..;/x"
            })
    void badPath(String path) throws Exception {
        isProblem(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "malformed");
    }

    @Test
    @DisplayName("What is not HTTP is a bad request")
    void notHttp() throws Exception {
        isProblem(raw("GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"), 400, "malformed");
        isProblem(raw("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"), 400, "malformed");
        isProblem(
                raw(
                        "POST /api/sessions/s/files?name=a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
                400,
                "incomplete_body");
    }

    @Test
    @DisplayName("Headers have a limit")
    void largeHeaders() throws Exception {
        isProblem(
                raw("GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n"),
                431,
                "headers_too_large");
    }

    @Test
    @DisplayName("A request keeps the name that its client gave it, unless that could be something else")
    void requestId() {
        assertThat(server.get("/health/live", "x-request-id", "client-7").header("x-request-id"))
                .isEqualTo("client-7");
        assertThat(server.get("/nothing", "x-request-id", "client-8")
                        .json()
                        .path("request_id")
                        .stringValue())
                .isEqualTo("client-8");
        assertThat(server.get("/health/live", "x-request-id", "<b>").header("x-request-id"))
                .matches("[0-9a-f-]{36}");
        assertThat(server.get("/health/live", "x-request-id", "x".repeat(129)).header("x-request-id"))
                .hasSize(36);
        assertThat(server.get("/health/live").header("x-request-id"))
                .isNotEqualTo(server.get("/health/live").header("x-request-id"));
    }

    @Test
    @DisplayName("A page of another origin changes nothing")
    void crossOrigin() {
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1"}) {
            server.put("/api/files/none/content", "x", "Origin", origin).isProblem(403, "cross_origin");
            server.send(server.request("/api/sessions/evil/files")
                            .headers("Origin", origin, "Content-Type", Form.TYPE)
                            .POST(BodyPublishers.ofByteArray(
                                    new Form().file("a", "x").finished())))
                    .isProblem(403, "cross_origin");
        }
        server.get("/api/sessions/evil").isProblem(404, "not_found");
        server.put(
                        "/api/files/none/content",
                        "x",
                        "Origin",
                        server.server().uri().toString())
                .isProblem(404, "not_found");
    }

    @Test
    @DisplayName("A page that makes its own name mean this machine reads nothing")
    void rebinding() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.say("GET /api/sessions HTTP/1.1\r\nHost: evil.example:"
                    + server.server().port() + "\r\n\r\n");
            assertThat(client.hearSome()).startsWith("HTTP/1.1 403").contains("foreign_host");
        }
    }

    @Test
    @DisplayName("A refused request whose body was read leaves its connection good for the next")
    void reused() throws Exception {
        try (RawClient client = new RawClient(server)) {
            String patch = "PATCH /api/files/none HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
            assertThat(client.say(patch).hearSome()).startsWith("HTTP/1.1 404").doesNotContain("Connection: close");
            assertThat(client.say(patch).hearSome()).startsWith("HTTP/1.1 404");
        }
    }
}
