package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.SqliteFile;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A data directory that the reference system left: version 001 in its own formatting, a history without our columns, files in
 * {@code sessions/<id>/}, one row that two sessions share, deleted rows, and an association whose NULL message id let it in
 * twice. It opens, is upgraded in place with a backup first, and nothing is lost.
 */
class ReferenceDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private DataDirectory data = new DataDirectory(Path.of(""));
    private final SampleBytes report = new SampleBytes(1, 300_000);
    private final SampleBytes shared = new SampleBytes(2, 50_000);
    private final SampleBytes deleted = new SampleBytes(3, 10_000);
    private final SampleBytes empty = new SampleBytes(4, 0);

    @BeforeEach
    void whatTheReferenceSystemLeft() throws IOException, SQLException {
        data = new DataDirectory(Files.createDirectory(directory.resolve("data")));
        try (var script = Objects.requireNonNull(
                ReferenceDatabaseTest.class.getResourceAsStream("reference-001.sql"), "reference-001.sql")) {
            reference().execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        file("f-report", "alpha", "Quarterly report.pdf", report, "application/pdf");
        file("f-shared", "alpha", "logo.png", shared, null);
        file("f-deleted", "beta", "draft.txt", deleted, "text/plain");
        file("f-empty", "beta", "empty.txt", empty, "text/plain");
        for (String row : List.of(
                "('alpha', 'f-report', 'upload', 'm-1')",
                "('alpha', 'f-shared', 'upload', NULL)",
                "('alpha', 'f-shared', 'upload', NULL)", // NULL defeats the key of version 001
                "('beta', 'f-shared', 'upload', NULL)", // deduplication shared the row
                "('beta', 'f-deleted', 'upload', NULL)",
                "('beta', 'f-empty', 'generated', NULL)")) {
            reference()
                    .execute("INSERT INTO session_file_associations (session_id, file_id, association_type, message_id)"
                            + " VALUES " + row);
        }
        reference()
                .execute("INSERT INTO file_metadata (file_id, metadata_key, metadata_value)"
                        + " VALUES ('f-report', 'pages', '12')");
        reference().execute("UPDATE conversation_files SET is_deleted = 1 WHERE file_id = 'f-deleted'");
    }

    @Test
    @DisplayName("R9 R13 R23: it is upgraded in place, with a backup first")
    void upgradedWithABackup() throws SQLException, IOException {
        Program.Ended init = Application.packaged()
                .command("init", "--json", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(init.exitCode()).as(init.errors()).isZero();

        assertThat(reference().rows("SELECT version, status FROM schema_migrations ORDER BY migration_id"))
                .extracting(row -> row.get("version"))
                .containsExactly("001", "002", "003", "004", "005", "006");
        List<Path> backups = data.files().stream()
                .filter(file -> file.resolveSibling("").equals(data.path()))
                .filter(file -> !file.getFileName()
                        .toString()
                        .startsWith(referenceFile().getFileName() + "-"))
                .filter(file -> !file.equals(referenceFile()))
                .toList();
        assertThat(backups).hasSize(1);
        SqliteFile backup = new SqliteFile(backups.getFirst());
        assertThat(backup.value("SELECT count(*) FROM conversation_files")).isEqualTo("4");
        assertThat(backup.value("SELECT group_concat(version) FROM schema_migrations"))
                .isEqualTo("001");
        Program.Ended again = Application.packaged()
                .command("init", "--json", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(again.output()).contains("\"applied\":[]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("R9: every file is listed and comes with its hash, in the session it was in; also after another start")
    void nothingIsLost(int starts) {
        for (int i = 1; i < starts; i++) {
            try (Node node = Application.packaged().serve(data.path())) {
                assertThat(node.stop().exitCode()).isZero();
            }
        }
        try (Node node = Application.packaged().serve(data.path())) {
            Web web = node.web();
            List<JsonNode> alpha = files(web, "alpha");
            List<JsonNode> beta = files(web, "beta");
            assertThat(names(alpha)).containsExactlyInAnyOrder("Quarterly report.pdf", "logo.png");
            assertThat(names(beta)).containsExactlyInAnyOrder("logo.png", "empty.txt", "draft.txt");
            holds(web, named(alpha, "Quarterly report.pdf"), report);
            holds(web, named(alpha, "logo.png"), shared);
            holds(web, named(beta, "logo.png"), shared);
            holds(web, named(beta, "empty.txt"), empty);
            assertThat(named(alpha, "Quarterly report.pdf")
                            .at("/metadata/pages")
                            .asString())
                    .isEqualTo("12");
            assertThat(named(alpha, "Quarterly report.pdf").get("message_id").asString())
                    .isEqualTo("m-1");
            assertThat(named(beta, "empty.txt").get("association_type").asString())
                    .isEqualTo("generated");
            assertThat(named(beta, "draft.txt").get("deleted_at").isNull()).isFalse();

            String draft = named(beta, "draft.txt").get("file_id").asString();
            assertThat(web.send(
                                    "POST",
                                    "/api/files/" + draft + "/restore",
                                    java.net.http.HttpRequest.BodyPublishers.noBody())
                            .status())
                    .isEqualTo(200);
            holds(web, named(files(web, "beta"), "draft.txt"), deleted);

            String inAlpha = named(alpha, "logo.png").get("file_id").asString();
            assertThat(web.delete("/api/files/" + inAlpha).status()).isEqualTo(204);
            holds(web, named(files(web, "beta"), "logo.png"), shared);
            assertThat(web.get("/api/health").json().get("status").asString()).isEqualTo("healthy");
        }
        Program.Ended verification = Application.packaged()
                .command("verify", "--deep", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(verification.exitCode()).as(verification.output()).isZero();
    }

    private Path referenceFile() {
        return data.path().resolve("conversation_files.db");
    }

    private SqliteFile reference() {
        return new SqliteFile(referenceFile());
    }

    /** A row as the reference system wrote it, and its bytes where it put them. */
    private void file(
            String id, String session, String name, SampleBytes bytes, @org.jspecify.annotations.Nullable String type)
            throws SQLException, IOException {
        String stored = id + "_" + name.replace(' ', '_');
        Path path = data.path().resolve("sessions").resolve(session).resolve(stored);
        Files.createDirectories(path.resolveSibling(""));
        bytes.writeTo(path);
        String values = Stream.of(
                        id,
                        session,
                        name,
                        stored,
                        path.toString(),
                        Long.toString(bytes.sizeBytes()),
                        bytes.sha256(),
                        type == null ? "NULL" : type,
                        "ada")
                .map(value -> value.equals("NULL") ? value : "'" + value + "'")
                .collect(java.util.stream.Collectors.joining(", "));
        reference()
                .execute("INSERT INTO conversation_files (file_id, session_id, original_filename, stored_filename,"
                        + " file_path, file_size, file_hash, mime_type, uploaded_by) VALUES (" + values + ")");
    }

    private static List<JsonNode> files(Web web, String session) {
        return web.get("/api/sessions/" + session + "/files?include_deleted=true")
                .json()
                .get("files")
                .valueStream()
                .toList();
    }

    private static List<String> names(List<JsonNode> files) {
        return files.stream()
                .map(file -> file.get("original_filename").asString())
                .toList();
    }

    private static JsonNode named(List<JsonNode> files, String name) {
        return files.stream()
                .filter(file -> file.get("original_filename").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void holds(Web web, JsonNode file, SampleBytes sample) {
        assertThat(file.get("file_hash").asString()).isEqualTo(sample.sha256());
        assertThat(Content.of(web, file.get("file_id").asString()))
                .isEqualTo(new Content(sample.sha256(), sample.sizeBytes()));
    }
}
