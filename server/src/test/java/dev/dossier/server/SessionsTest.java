package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void fill(String session) {
        server.upload(session, new Form().file("a", "1").file("b", "22")).is(201);
    }

    @Test
    @DisplayName("A session is created by its first upload, and summed up")
    void find() {
        server.get("/api/sessions/found").isProblem(404, "not_found");
        fill("found");

        JsonNode session = server.get("/api/sessions/found").is(200).json();

        assertThat(session.propertyNames())
                .containsExactly("session_id", "owner", "created_at", "ended_at", "total_files", "total_size");
        assertThat(session.path("owner").stringValue()).isEqualTo("local");
        assertThat(session.path("total_files").intValue()).isEqualTo(2);
        assertThat(session.path("total_size").intValue()).isEqualTo(3);
        server.get("/api/sessions/not%20possible").isProblem(400, "malformed");
    }

    @Test
    @DisplayName("Sessions are listed in pages")
    void list() {
        fill("list-1");
        fill("list-2");

        JsonNode page = server.get("/api/sessions?limit=1").is(200).json();

        assertThat(page.path("sessions")).hasSize(1);
        assertThat(page.path("total_sessions").intValue()).isGreaterThanOrEqualTo(2);
        assertThat(server.get("/api/sessions?limit=1&cursor="
                                + page.path("next_cursor").stringValue())
                        .is(200)
                        .json()
                        .path("sessions"))
                .hasSize(1);
        server.get("/api/sessions?limit=0").isProblem(422, "invalid_value");
        server.get("/api/sessions?limit=x").isProblem(400, "malformed");
    }

    @Test
    @DisplayName("Ending a session asks what becomes of its files, and never guesses")
    void asks() {
        fill("asks");

        server.delete("/api/sessions/asks").isProblem(400, "malformed");
        server.delete("/api/sessions/asks?files=burn").isProblem(422, "invalid_value");
        server.delete("/api/sessions/asks?files=transfer").isProblem(400, "malformed");
        server.delete("/api/sessions/asks?files=transfer&to=a%20b").isProblem(400, "malformed");
        server.delete("/api/sessions/asks?files=transfer&to=asks").isProblem(422, "invalid_value");
        server.delete("/api/sessions/none?files=keep").isProblem(404, "not_found");
        assertThat(server.get("/api/sessions/asks").json().path("ended_at").isNull())
                .isTrue();
    }

    @Test
    @DisplayName("Files of an ended session are deleted, kept or transferred, and counted")
    void ends() {
        fill("deleting");
        fill("keeping");
        fill("giving");

        assertThat(end("deleting?files=delete")).isEqualTo(2);
        end("keeping?files=keep");
        assertThat(end("giving?files=transfer&to=taking")).isEqualTo(2);

        assertThat(files("deleting")).isZero();
        assertThat(files("keeping")).isEqualTo(2);
        assertThat(files("giving")).isZero();
        assertThat(files("taking")).isEqualTo(2);
    }

    private int end(String path) {
        JsonNode end = server.delete("/api/sessions/" + path).is(200).json();
        assertThat(end.at("/session/ended_at").isNull()).isFalse();
        return end.path("files").intValue();
    }

    private int files(String session) {
        return server.get("/api/sessions/" + session).json().path("total_files").intValue();
    }
}
