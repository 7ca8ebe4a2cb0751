package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.files.NewFile;
import dev.dossier.sessions.SessionId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FilesTest {
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
    @DisplayName("R20: three uploaders, one session: deleted files leave the list, can be listed, and come back")
    void endToEnd() {
        String[] ids = {server.stored("a", "1"), server.stored("b", "2"), server.stored("c", "3")};
        for (String id : ids) {
            assertThat(server.delete("/api/files/" + id).is(204).bytes()).isEmpty();
        }
        assertThat(list("").path("total_files").intValue()).isZero();
        assertThat(list("?include_deleted=true").path("files")).hasSize(3);
        server.get("/api/files/" + ids[0] + "/content").isProblem(404, "not_found");
        server.head("/api/files/" + ids[0] + "/content").is(404);
        server.delete("/api/files/" + ids[0]).isProblem(404, "not_found");
        for (String id : ids) {
            JsonNode file =
                    server.post("/api/files/" + id + "/restore", "").is(200).json();
            assertThat(file.path("deleted_at").isNull()).isTrue();
        }
        assertThat(list("").path("total_files").intValue()).isEqualTo(3);
        server.post("/api/files/" + ids[0] + "/restore", "").isProblem(409, "conflict");
    }

    @Test
    @DisplayName("A purged file is gone, and its log remains")
    void purge() {
        String id = server.stored("a.txt", "x");

        server.delete("/api/files/" + id + "?permanent=true").is(204);

        server.get("/api/files/" + id).isProblem(404, "not_found");
        server.post("/api/files/" + id + "/restore", "").isProblem(404, "not_found");
        JsonNode log = server.get("/api/files/" + id + "/access-log").is(200).json();
        assertThat(log.at("/entries/0/type").stringValue()).isEqualTo("purge");
        assertThat(log.at("/entries/0/actor").stringValue()).isEqualTo("local");
        assertThat(log.at("/entries/0").propertyNames())
                .containsExactly(
                        "type",
                        "result",
                        "file_id",
                        "session_id",
                        "owner",
                        "actor",
                        "address",
                        "at",
                        "node",
                        "details");
    }

    @Test
    @DisplayName("PATCH renames and notes, answers with the previous name, and takes notes back")
    void edit() {
        String path = "/api/files/" + server.stored("old.txt", "x");

        JsonNode edited = server.patch(
                        path, "{\"original_filename\":\"new.txt\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}")
                .is(200)
                .json();

        assertThat(edited.path("previous_filename").stringValue()).isEqualTo("old.txt");
        assertThat(edited.path("original_filename").stringValue()).isEqualTo("new.txt");
        assertThat(edited.path("metadata")).hasSize(2);
        assertThat(server.patch(path, "{\"metadata\":{\"a\":null}}").json().path("metadata"))
                .hasSize(1);
        assertThat(server.get(path).json().path("original_filename").stringValue())
                .isEqualTo("new.txt");
    }

    @Test
    @DisplayName("PATCH refuses what is not JSON, is not possible, or is too large")
    void refusedEdit() {
        String path = "/api/files/" + server.stored("a.txt", "x");

        server.patch(path, "not json").isProblem(400, "malformed");
        server.patch(path, "[]").isProblem(400, "malformed");
        server.patch(path, "{} {}").isProblem(400, "malformed");
        server.patch(path, "{\"metadata\":{},\"metadata\":{}}").isProblem(400, "malformed");
        server.patch(path, "[".repeat(100_000)).isProblem(400, "malformed");
        server.patch(path, "{\"original_filename\":7}").isProblem(422, "invalid_value");
        server.patch(path, "{\"original_filename\":\"a/b\"}").isProblem(422, "invalid_value");
        server.patch(path, "{\"metadata\":{\"a\":[]}}").isProblem(422, "invalid_value");
        server.patch(path, "{\"metadata\":\"a\"}").isProblem(422, "invalid_value");
        server.patch(path, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}").isProblem(413, "too_large");
        server.patch("/api/files/none", "{}").isProblem(404, "not_found");
        assertThat(server.get(path).json().path("original_filename").stringValue())
                .isEqualTo("a.txt");
    }

    @Test
    @DisplayName("A copy is a file of its own, in its session or another")
    void copy() {
        String id = server.stored("a.txt", "x");

        Answer copy = server.post("/api/files/" + id + "/copy", "").is(201);
        assertThat(copy.json().path("original_filename").stringValue()).isEqualTo("Copy of a.txt");
        assertThat(copy.header("location"))
                .isEqualTo("/api/files/" + copy.json().path("file_id").stringValue());
        JsonNode elsewhere = server.post(
                        "/api/files/" + id + "/copy", "{\"session_id\":\"t\",\"original_filename\":\"b.txt\"}")
                .is(201)
                .json();
        assertThat(elsewhere.path("session_id").stringValue()).isEqualTo("t");
        assertThat(elsewhere.path("original_filename").stringValue()).isEqualTo("b.txt");
        server.delete("/api/files/" + id + "?permanent=true").is(204);
        assertThat(server.get(copy.header("location") + "/content").text()).isEqualTo("x");
        server.post("/api/files/none/copy", "").isProblem(404, "not_found");
        server.post(copy.header("location") + "/copy", "{\"session_id\":\"a b\"}")
                .isProblem(400, "malformed");
    }

    @Test
    @DisplayName("A file moves to another session, which must be named")
    void move() {
        String id = server.stored("a.txt", "x");

        server.post("/api/files/" + id + "/move", "").isProblem(400, "malformed");
        JsonNode moved = server.post("/api/files/" + id + "/move", "{\"session_id\":\"t\"}")
                .is(200)
                .json();

        assertThat(moved.path("session_id").stringValue()).isEqualTo("t");
        assertThat(list("").path("total_files").intValue()).isZero();
        server.post("/api/files/none/move", "{\"session_id\":\"t\"}").isProblem(404, "not_found");
    }

    @Test
    @DisplayName("A preview shows the beginning of a text, and of other files what is known")
    void preview() {
        JsonNode text = server.get("/api/files/" + server.stored("a.txt", "x".repeat(20_000)) + "/preview")
                .is(200)
                .json();
        assertThat(text.path("kind").stringValue()).isEqualTo("text");
        assertThat(text.path("text").stringValue()).hasSize(10_240);
        assertThat(text.path("truncated").booleanValue()).isTrue();
        JsonNode other = server.get("/api/files/" + server.stored("a.bin", "\u0000\u0001\u0002") + "/preview")
                .is(200)
                .json();
        assertThat(other.path("kind").stringValue()).isEqualTo("metadata");
        assertThat(other.path("text").isNull()).isTrue();
        assertThat(other.at("/file/original_filename").stringValue()).isEqualTo("a.bin");
        server.get("/api/files/none/preview").isProblem(404, "not_found");
    }

    @Test
    @DisplayName("A list is sorted, searched and paged, with totals over all pages")
    void list() {
        server.stored("b.txt", "22");
        server.stored("a.txt", "1");
        server.stored("100%_done.txt", "333");

        JsonNode page = list("?sort=name&order=asc&limit=2");
        assertThat(page.path("files").findValuesAsString("original_filename"))
                .containsExactly("100%_done.txt", "a.txt");
        assertThat(page.path("total_files").intValue()).isEqualTo(3);
        assertThat(page.path("total_size").intValue()).isEqualTo(6);
        JsonNode rest = list("?sort=name&order=asc&limit=2&cursor="
                + page.path("next_cursor").stringValue());
        assertThat(rest.path("files").findValuesAsString("original_filename")).containsExactly("b.txt");
        assertThat(rest.path("next_cursor").isNull()).isTrue();
        assertThat(list("?q=%25_").path("files")).hasSize(1);
        assertThat(list("?sort=size&order=desc&unknown=ignored")
                        .at("/files/0/file_size")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    @DisplayName("Parameters that cannot be read are malformed, impossible ones are named")
    void parameters() {
        server.stored("a", "x");

        get("?include_deleted=maybe").isProblem(400, "malformed");
        get("?limit=many").isProblem(400, "malformed");
        get("?cursor=nonsense").isProblem(400, "malformed");
        for (String query : new String[] {"limit=0", "limit=1001", "sort=colour", "order=sideways"}) {
            Answer answer = get("?" + query).isProblem(422, "invalid_value");
            assertThat(answer.json().path("field").stringValue()).isEqualTo(query.substring(0, query.indexOf('=')));
        }
        server.get("/api/sessions/none/files").isProblem(404, "not_found");
        server.get("/api/files/none/access-log?limit=0").isProblem(422, "invalid_value");
        server.get("/api/files/none/access-log?limit=x").isProblem(400, "malformed");
        server.delete("/api/files/none?permanent=perhaps").isProblem(400, "malformed");
    }

    @Test
    @DisplayName("The statistics add everything up")
    void statistics() {
        server.stored("a", "12345");
        server.delete("/api/files/" + server.stored("b", "123")).is(204);

        JsonNode sums = server.get("/api/stats").is(200).json();

        assertThat(sums.path("total_files").intValue()).isEqualTo(1);
        assertThat(sums.path("total_size_bytes").intValue()).isEqualTo(5);
        assertThat(sums.path("total_sessions").intValue()).isEqualTo(1);
        assertThat(sums.path("deleted_files").intValue()).isEqualTo(1);
        assertThat(sums.path("deleted_size_bytes").intValue()).isEqualTo(3);
        assertThat(sums.path("schema_version").stringValue())
                .isEqualTo(server.dossier().expectedVersion());
    }

    @Test
    @DisplayName("R32: what belongs to somebody else looks exactly like what does not exist")
    void hidden(@TempDir Path directory) {
        try (TestServer other =
                TestServer.start(DossierConfig.in(directory).withAccessMode(AccessMode.ENFORCED), TestServer.CONFIG)) {
            String id = other.dossier()
                    .files()
                    .as(Actor.named("bob"))
                    .createText(SessionId.of("bobs"), NewFile.named("secret.txt"), "secret")
                    .id()
                    .value();

            for (String path : new String[] {"", "/content", "/preview", "/access-log"}) {
                Answer hidden = other.get("/api/files/" + id + path).isProblem(404, "not_found");
                Answer absent = other.get("/api/files/none" + path).isProblem(404, "not_found");
                assertThat(hidden.json().path("detail").stringValue().replace(id, "none"))
                        .isEqualTo(absent.json().path("detail").stringValue());
            }
            other.get("/api/sessions/bobs").isProblem(404, "not_found");
            other.get("/api/sessions/bobs/files").isProblem(404, "not_found");
            other.delete("/api/files/" + id).isProblem(404, "not_found");
            other.put("/api/files/" + id + "/content", "x").isProblem(404, "not_found");
            other.patch("/api/files/" + id, "{}").isProblem(404, "not_found");
            other.upload("bobs", new Form().file("a", "x")).isProblem(404, "not_found");
            other.assertNothingArriving();
            assertThat(other.get("/api/sessions").json().path("total_sessions").intValue())
                    .isZero();
        }
    }

    private Answer get(String query) {
        return server.get("/api/sessions/s/files" + query);
    }

    private JsonNode list(String query) {
        return get(query).is(200).json();
    }
}
