package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RetentionRoutesTest {
    private TestServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("Rules of retention are set by session and kind, and files follow")
    void rules() {
        String id = server.stored("a.txt", "a");
        String path = "/api/sessions/s/retention";
        assertThat(server.get(path).is(200).json().path("keep_seconds")).isEmpty();

        JsonNode rules = server.put(path, "{\"keep_seconds\":{\"upload\":86400,\"screenshot\":null}}")
                .is(200)
                .json();

        assertThat(rules.at("/keep_seconds/upload").intValue()).isEqualTo(86_400);
        assertThat(rules.at("/keep_seconds/screenshot").isNull()).isTrue();
        assertThat(server.get("/api/files/" + id).json().path("expires_at").stringValue())
                .isNotEmpty();
        server.put(path, "{\"keep_seconds\":{\"upload\":0}}").is(200);
        server.get("/api/files/" + id).isProblem(404, "not_found");
        server.put(path, "{}").isProblem(400, "malformed");
        server.put(path, "{\"keep_seconds\":{\"photo\":1}}").isProblem(422, "invalid_value");
        server.put(path, "{\"keep_seconds\":{\"upload\":\"1d\"}}").isProblem(422, "invalid_value");
        server.put(path, "{\"keep_seconds\":{\"upload\":-1}}").isProblem(422, "invalid_value");
        server.get("/api/sessions/none/retention").isProblem(404, "not_found");
    }

    @Test
    @DisplayName("What is under legal hold answers 423 to every change, before the body is read")
    void holds() {
        String id = server.stored("a.txt", "a");
        JsonNode hold = server.post("/api/holds", "{\"file_id\":\"" + id + "\",\"reason\":\"case 1\"}")
                .is(201)
                .json();

        assertThat(hold.propertyNames())
                .containsExactly(
                        "hold_id",
                        "file_id",
                        "session_id",
                        "person",
                        "reason",
                        "placed_by",
                        "placed_at",
                        "released_by",
                        "released_at");
        server.delete("/api/files/" + id).isProblem(423, "legal_hold");
        server.delete("/api/files/" + id + "?permanent=true").isProblem(423, "legal_hold");
        server.put("/api/files/" + id + "/content", "b").isProblem(423, "legal_hold");
        server.patch("/api/files/" + id, "{\"original_filename\":\"b\"}").isProblem(423, "legal_hold");
        server.post("/api/files/" + id + "/move", "{\"session_id\":\"t\"}").isProblem(423, "legal_hold");
        server.delete("/api/sessions/s?files=delete").isProblem(423, "legal_hold");
        server.get("/api/files/" + id + "/content").is(200);
        server.post("/api/files/" + id + "/copy", "{}").is(201);

        JsonNode page = server.get("/api/holds?limit=1").is(200).json();
        assertThat(page.propertyNames()).containsExactly("holds", "next_cursor");
        assertThat(page.path("holds")).hasSize(1);
        assertThat(page.path("next_cursor").isNull()).isTrue();
        server.get("/api/holds?limit=0").isProblem(422, "invalid_value");
        server.get("/api/holds?cursor=none").isProblem(400, "malformed");
        String release = "/api/holds/" + hold.path("hold_id").stringValue() + "/release";
        assertThat(server.post(release, "").is(200).json().path("released_by").stringValue())
                .isEqualTo("local");
        server.post(release, "").isProblem(409, "conflict");
        assertThat(server.get("/api/holds").json().path("holds")).isEmpty();
        assertThat(server.get("/api/holds?include_released=true").json().path("holds"))
                .hasSize(1);
        server.delete("/api/files/" + id).is(204);
        server.post("/api/holds", "{\"reason\":\"r\"}").isProblem(400, "malformed");
        server.post("/api/holds", "{\"session_id\":\"s\",\"person\":\"p\",\"reason\":\"r\"}")
                .isProblem(400, "malformed");
        server.post("/api/holds", "{\"person\":\"p\"}").isProblem(400, "malformed");
        server.post("/api/holds", "{\"session_id\":\"none\",\"reason\":\"r\"}").isProblem(404, "not_found");
    }

    @Test
    @DisplayName("A person is erased, and the receipt can be asked for again")
    void erasure() {
        server.stored("a.txt", "a");
        server.stored("b.txt", "bb");

        Answer erased = server.post("/api/erasures", "{\"person\":\"local\"}").is(201);

        JsonNode receipt = erased.json();
        assertThat(receipt.at("/removed/files").intValue()).isEqualTo(2);
        assertThat(receipt.at("/removed/blob_bytes").intValue()).isEqualTo(3);
        assertThat(receipt.at("/removed/sessions").intValue()).isEqualTo(1);
        assertThat(receipt.at("/verification/bytes_gone").booleanValue()).isTrue();
        assertThat(server.filesBelow("blobs")).isEmpty();
        JsonNode again = server.get(erased.header("Location")).is(200).json();
        assertThat(again.path("pseudonym")).isEqualTo(receipt.path("pseudonym"));
        server.get("/api/sessions/s").isProblem(404, "not_found");
        server.get("/api/erasures/none").isProblem(404, "not_found");
        server.post("/api/erasures", "{}").isProblem(400, "malformed");
        server.post("/api/holds", "{\"person\":\"local\",\"reason\":\"r\"}").is(201);
        server.post("/api/erasures", "{\"person\":\"local\"}").isProblem(423, "legal_hold");
    }
}
