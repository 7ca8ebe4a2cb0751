package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.RunningProgram;
import dev.dossier.testkit.SampleBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Six nodes on 127.0.0.20 to 127.0.0.25: the first is the backend, the others are its clients, and every one is a process
 * of its own.
 */
class NodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BACKEND = "127.0.0.20";
    private static final List<String> TABLES = List.of(
            "conversation_files",
            "file_metadata",
            "session_file_associations",
            "file_access_log",
            "file_cleanup_queue",
            "schema_migrations");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R2 R4 R14 R15 R16: a fresh node creates its database before it answers")
    void fresh_vm0_deployment_creates_schema() throws SQLException {
        DataDirectory data = data();
        assertThat(data.path()).doesNotExist();
        try (Node vm0 = backend()) {
            assertThat(vm0.web().address().getHost()).isEqualTo(BACKEND);
            JsonNode health = vm0.web().get("/api/health").json();
            assertThat(health.at("/status").asString()).isEqualTo("healthy");
            assertThat(health.at("/components/database/conversation_files").asString())
                    .isEqualTo("healthy");
            assertThat(health.at("/components/database/schema_version").asString())
                    .isEqualTo(vm0.schemaVersion());
            assertThat(vm0.stop().errors())
                    .contains("Recorded migration 001 in schema_migrations table")
                    .contains("Conversation files database initialized (schema version: " + vm0.schemaVersion() + ")");
        }
        assertThat(names("SELECT name FROM sqlite_master WHERE type = 'table'")).containsAll(TABLES);
        assertThat(data.database().rows("SELECT status, description FROM schema_migrations WHERE version = '001'"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row).containsEntry("status", "completed");
                    assertThat(row.get("description")).contains("conversation", "files");
                });
    }

    @Test
    @DisplayName("R19: a worker uploads a result with metadata; the same bytes in another session are deduplicated")
    void npu_worker_vm2_file_upload() throws IOException {
        try (Node vm0 = backend()) {
            Client worker = client("npu-worker", 22, vm0);
            SampleBytes result = SampleBytes.ofSize(100_000);
            Form form = new Form()
                    .field("association_type", "generated")
                    .field("metadata", "{\"model\":\"whisper-large\",\"device\":\"npu\"}")
                    .file("transcript.json", result.bytes());

            JsonNode first = one(worker.upload("session-a", form));
            JsonNode second = one(worker.upload("session-b", form));

            assertThat(first.get("deduplicated").asBoolean()).isFalse();
            assertThat(second.get("deduplicated").asBoolean()).isTrue();
            assertThat(second.get("file_id").asString())
                    .isNotEqualTo(first.get("file_id").asString());
            for (JsonNode file : List.of(first, second)) {
                assertThat(file.get("file_hash").asString()).isEqualTo(result.sha256());
                assertThat(file.get("original_filename").asString()).isEqualTo("transcript.json");
                assertThat(file.get("association_type").asString()).isEqualTo("generated");
                assertThat(file.at("/metadata/device").asString()).isEqualTo("npu");
            }
            assertThat(client("frontend", 21, vm0)
                            .get("/api/sessions/session-b/files")
                            .json()
                            .at("/files/0"))
                    .isEqualTo(second);
        }
    }

    @Test
    @DisplayName("R19: a browser node saves a screenshot of 2 MB")
    void browser_vm5_screenshot_save() throws IOException {
        try (Node vm0 = backend()) {
            byte[] screenshot = SampleBytes.ofSize(2_000_000).bytes();
            byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
            System.arraycopy(png, 0, screenshot, 0, png.length);

            JsonNode file =
                    one(client("browser", 25, vm0).upload("browsing", new Form().file("screenshot.png", screenshot)));

            assertThat(file.get("file_size").asLong()).isEqualTo(2_000_000);
            assertThat(file.get("mime_type").asString()).isEqualTo("image/png");
            assertThat(vm0.web()
                            .get("/api/files/" + file.get("file_id").asString() + "/content")
                            .body())
                    .isEqualTo(screenshot);
        }
    }

    @Test
    @DisplayName("R19: a web client uploads three files; statistics say 3 files, 1 session")
    void frontend_vm1_file_upload() throws IOException {
        try (Node vm0 = backend()) {
            Client frontend = client("frontend", 21, vm0);
            Form form = new Form()
                    .file("notes.txt", bytes("some notes"))
                    .file("data.csv", bytes("a,b\n1,2\n"))
                    .file("\u062A\u0642\u0631\u064A\u0631 \uD83D\uDCC4.md", bytes("# \u062A\u0642\u0631\u064A\u0631"));

            assertThat(files(frontend.upload("chat-1", form), 201)).hasSize(3);

            JsonNode statistics = frontend.get("/api/stats").json();
            assertThat(statistics.get("total_files").asLong()).isEqualTo(3);
            assertThat(statistics.get("total_sessions").asLong()).isEqualTo(1);
            assertThat(names(files(client("worker", 22, vm0).get("/api/sessions/chat-1/files"), 200)))
                    .containsExactlyInAnyOrder(
                            "notes.txt", "data.csv", "\u062A\u0642\u0631\u064A\u0631 \uD83D\uDCC4.md");
        }
    }

    @Test
    @DisplayName("R4 R9 R10: six processes initialise one database file at once: one applies, the others apply nothing")
    void concurrent_initialization_from_multiple_vms() throws SQLException {
        List<RunningProgram> nodes = IntStream.range(0, 6)
                .mapToObj(i -> InitializingNode.start("vm" + i, directory, 1))
                .toList();
        InitializingNode.gate(directory, 0).openFor(nodes);
        List<List<String>> applied = nodes.stream()
                .map(node -> InitializingNode.await(node, 0).applied())
                .toList();

        assertThat(applied).containsOnlyOnce(List.of("001", "002", "003", "004", "005", "006"));
        assertThat(applied).filteredOn(List::isEmpty).hasSize(5);
        assertThat(nodes)
                .allSatisfy(
                        node -> assertThat(node.awaitEnd(PATIENCE).exitCode()).isZero());
        assertThat(new DataDirectory(InitializingNode.data(directory, 0))
                        .database()
                        .rows("SELECT version FROM schema_migrations ORDER BY migration_id"))
                .extracting(row -> row.get("version"))
                .containsExactly("001", "002", "003", "004", "005", "006");
    }

    @Test
    @DisplayName("R20: three uploaders, one session; delete all; none active, three with deleted; restore; three again")
    void end_to_end_distributed_workflow() throws IOException {
        try (Node vm0 = backend()) {
            List<Client> uploaders =
                    List.of(client("frontend", 21, vm0), client("npu-worker", 22, vm0), client("browser", 25, vm0));
            List<String> ids = new ArrayList<>();
            for (Client uploader : uploaders) {
                Form form = new Form().file(uploader.name() + ".txt", bytes("from " + uploader.name()));
                ids.add(one(uploader.upload("shared", form)).get("file_id").asString());
            }
            Client reader = client("reader", 23, vm0);
            assertThat(names(files(reader.get("/api/sessions/shared/files"), 200)))
                    .containsExactlyInAnyOrder("frontend.txt", "npu-worker.txt", "browser.txt");

            for (String id : ids) {
                assertThat(reader.delete("/api/files/" + id).status()).isEqualTo(204);
            }
            assertThat(files(uploaders.getFirst().get("/api/sessions/shared/files"), 200))
                    .isEmpty();
            assertThat(files(uploaders.getFirst().get("/api/sessions/shared/files?include_deleted=true"), 200))
                    .hasSize(3)
                    .allSatisfy(
                            file -> assertThat(file.get("deleted_at").isNull()).isFalse());

            for (String id : ids) {
                assertThat(uploaders
                                .getLast()
                                .post("/api/files/" + id + "/restore")
                                .status())
                        .isEqualTo(200);
            }
            assertThat(files(reader.get("/api/sessions/shared/files"), 200))
                    .hasSize(3)
                    .allSatisfy(
                            file -> assertThat(file.get("deleted_at").isNull()).isTrue());
            for (String id : ids) {
                assertThat(vm0.web().get("/api/files/" + id + "/content").text())
                        .startsWith("from ");
            }
        }
    }

    @Test
    @DisplayName("R19: six nodes upload to one session at once and all six are listed")
    void sixNodesUploadToOneSessionAtOnce() throws IOException {
        try (Node vm0 = backend()) {
            Gate gate = new Gate(directory.resolve("gate"));
            List<RunningProgram> uploads = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Form form = new Form()
                        .file("vm" + i + ".bin", SampleBytes.ofSize(50_000).bytes());
                uploads.add(client("vm" + i, 20 + i, vm0).uploadAt(gate, "meeting", form));
            }
            gate.openFor(uploads);

            assertThat(uploads.stream().map(Client::answer))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
            assertThat(names(files(client("vm3", 23, vm0).get("/api/sessions/meeting/files"), 200)))
                    .containsExactlyInAnyOrder("vm0.bin", "vm1.bin", "vm2.bin", "vm3.bin", "vm4.bin", "vm5.bin");
        }
    }

    private DataDirectory data() {
        return new DataDirectory(directory.resolve("data"));
    }

    private Node backend() {
        return Application.packaged().serve(data().path(), "--host", BACKEND, "--node", "vm0");
    }

    private Client client(String name, int lastByte, Node backend) {
        return new Client(name, "127.0.0." + lastByte, backend, directory);
    }

    private List<String> names(String query) throws SQLException {
        return data().database().rows(query).stream()
                .map(row -> row.values().iterator().next())
                .toList();
    }

    private static JsonNode one(Client.Answer answer) {
        return files(answer, 201).getFirst();
    }

    private static List<JsonNode> files(Client.Answer answer, int status) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        return answer.json().get("files").valueStream().toList();
    }

    private static List<String> names(List<JsonNode> files) {
        return files.stream()
                .map(file -> file.get("original_filename").asString())
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
