package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R32: sharing over HTTP")
class SharesTest {
    private static final String SHARES = "/api/sessions/s/shares";

    private TestServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
        server.stored("a.txt", "a");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("A share is put, found, listed, changed and taken back")
    void life() {
        Answer put = server.put(SHARES + "/auth0%7Cada%20l.", "{\"role\":\"reader\"}")
                .is(200);
        assertThat(put.json().propertyNames()).containsExactly("person", "role", "shared_by", "shared_at");
        assertThat(put.json().path("person").stringValue()).isEqualTo("auth0|ada l.");
        assertThat(put.json().path("shared_by").stringValue()).isEqualTo("local");
        server.put(SHARES + "/bob", "{\"role\":\"editor\"}").is(200);
        server.put(SHARES + "/bob", "{\"role\":\"reader\"}").is(200);
        assertThat(server.get(SHARES + "/bob").is(200).json().path("role").stringValue())
                .isEqualTo("reader");
        assertThat(server.get(SHARES).is(200).json().path("shares"))
                .extracting(share -> share.path("person").stringValue())
                .containsExactly("auth0|ada l.", "bob");
        assertThat(server.delete(SHARES + "/bob").is(204).bytes()).isEmpty();
        server.get(SHARES + "/bob").isProblem(404, "not_found");
        server.delete(SHARES + "/bob").isProblem(404, "not_found");
    }

    @Test
    @DisplayName("Impossible shares are refused")
    void impossible() {
        server.put(SHARES + "/bob", "").isProblem(400, "malformed");
        server.put(SHARES + "/bob", "{\"role\":\"owner\"}").isProblem(422, "invalid_value");
        server.put(SHARES + "/bob", "{\"role\":1}").isProblem(422, "invalid_value");
        server.put(SHARES + "/local", "{\"role\":\"reader\"}").isProblem(422, "invalid_value");
        server.put(SHARES + "/%C3%A4", "{\"role\":\"reader\"}").isProblem(422, "invalid_value");
        server.put(SHARES + "/a%2Fb", "{\"role\":\"reader\"}").is(400);
        server.put("/api/sessions/none/shares/bob", "{\"role\":\"reader\"}").isProblem(404, "not_found");
        assertThat(server.get(SHARES).json().path("shares")).isEmpty();
    }
}
