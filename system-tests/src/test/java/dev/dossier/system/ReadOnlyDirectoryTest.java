package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A data directory that the server's user may read and not write. Root may write everywhere, so for root the server runs as
 * nobody.
 */
class ReadOnlyDirectoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private Application application = Application.packaged();
    private String fileId = "";
    private SampleBytes sample = SampleBytes.ofSize(200_000);

    @BeforeEach
    void storeAndProtect() throws IOException {
        data = directory.resolve("data");
        try (Node node = application.serve(data)) {
            Web.Answer answer = node.web().post("/api/sessions/s/files?name=a.bin", sample);
            assertThat(answer.status()).isEqualTo(201);
            fileId = answer.json().at("/files/0/file_id").asString();
            assertThat(node.stop().exitCode()).isZero();
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        permit(data, "r-xr-xr-x", "r--r--r--");
        if (System.getProperty("user.name").equals("root")) {
            application = application
                    .copiedTo(directory.resolve("program"))
                    .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        }
    }

    @AfterEach
    void unprotect() throws IOException {
        permit(data, "rwxr-xr-x", "rw-r--r--");
    }

    @Test
    @DisplayName("R9: a current database in a read-only directory is served; changes are refused in a clear sentence")
    void readsWork() throws IOException {
        List<Path> before = new DataDirectory(data).files();
        try (Node node = Node.ready(application.start(data).start())) {
            Web web = node.web();
            JsonNode listed = web.get("/api/sessions/s/files").json().at("/files/0");
            assertThat(listed.get("file_id").asString()).isEqualTo(fileId);
            assertThat(Content.of(web, fileId).sha256()).isEqualTo(sample.sha256());
            assertThat(web.get("/api/health").json().at("/components/storage").asString())
                    .isEqualTo("read_only");

            List<Web.Answer> refused = new ArrayList<>();
            refused.add(web.post("/api/sessions/s/files?name=b.bin", new byte[] {1}));
            refused.add(web.delete("/api/files/" + fileId));
            refused.add(web.sendJson("PATCH", "/api/files/" + fileId, "{\"original_filename\":\"c.bin\"}"));
            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.header("X-Should-Retry")).isEqualTo("false");
                assertThat(answer.json().get("detail").asString()).contains("read");
            });
        }
        assertThat(new DataDirectory(data).files()).isEqualTo(before);
    }

    @Test
    @DisplayName("R5 R12: status and verify read a read-only directory and leave no trace")
    void statusAndVerifyWork() {
        List<Path> before = new DataDirectory(data).files();
        for (String command : List.of("status", "verify", "init")) {
            Program.Ended ended = application
                    .command(command, "--json", "--data", data.toString())
                    .run(PATIENCE);
            assertThat(ended.exitCode()).as(command + ": " + ended.errors()).isZero();
            assertThat(ended.output()).contains("\"schema_version\"");
        }
        assertThat(new DataDirectory(data).files()).isEqualTo(before);
    }

    @Test
    @DisplayName("R11: a directory that cannot be made is one clear sentence and exit code 3")
    void aDirectoryThatCannotBeMade() {
        Program.Ended ended = application
                .command("init", "--data", data.resolve("below").toString())
                .run(PATIENCE);
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors())
                .startsWith("dossier: Database initialization failed")
                .contains("below")
                .hasLineCount(1);
    }

    private static void permit(Path root, String directories, String files) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @SuppressWarnings("unused") IOException e)
                    throws IOException {
                Files.setPosixFilePermissions(visited, PosixFilePermissions.fromString(directories));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(visited, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(visited, PosixFilePermissions.fromString(files));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
