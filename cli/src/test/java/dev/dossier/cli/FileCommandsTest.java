package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SampleBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileCommandsTest {
    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = RunningServer.on(data, "--max-file-size", "2MB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(new DataDirectory(data).leftovers()).isEmpty();
        assertThat(directory.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_000_000})
    void whatIsPutIsGot(long sizeBytes) throws IOException {
        SampleBytes sample = SampleBytes.ofSize(sizeBytes);
        sample.writeTo(directory.resolve("résumé.bin"));
        String id = put("s-1", "résumé.bin");
        assertThat(cli().run("get", id, "-o", "copy").exit()).isZero();
        assertThat(directory.resolve("copy")).hasBinaryContent(sample.bytes());
        assertThat(cli().run("get", id, "-o", "-").bytes()).isEqualTo(sample.bytes());
    }

    @Test
    void severalFilesAreOneLineEach() throws IOException {
        Files.writeString(directory.resolve("a.txt"), "a");
        Files.writeString(directory.resolve("b.txt"), "b");
        Cli.Said said = cli().run("put", "a.txt", "b.txt", "--session", "several", "--json");
        assertThat(said.exit()).isZero();
        assertThat(said.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"file_id\":"));
        assertThat(cli().run("ls", "--session", "several").out()).contains("a.txt", "b.txt");
        assertThat(cli().run("ls", "--session", "several", "--json").out().lines())
                .hasSize(2);
        assertThat(cli().run("ls").out()).contains("several  2 files");
    }

    @Test
    void standardInputIsPutUnderAName() {
        byte[] bytes = "piped".getBytes(StandardCharsets.UTF_8);
        Cli.Said said = cli().input(bytes).run("put", "-", "--name", "piped.txt", "--session", "s-1");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).endsWith("  piped.txt\n");
        Cli.Said nameless = cli().input(bytes).run("put", "-", "--session", "s-1");
        assertThat(nameless.exit()).isEqualTo(2);
        assertThat(nameless.err()).contains("--name");
    }

    @Test
    void progressIsShownToAPersonOnly() throws IOException {
        Files.write(directory.resolve("big.bin"), new byte[500_000]);
        String[] put = {"put", "big.bin", "--session", "s-1"};
        assertThat(cli().run(put).err()).isEmpty();
        assertThat(cli().watched().run(put).err()).contains("big.bin", "%");
        assertThat(cli().watched()
                        .run("put", "big.bin", "--session", "s-1", "--no-progress")
                        .err())
                .isEmpty();
    }

    @Test
    void whatCannotBeSentIsUsage() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("a.txt"), "a");
        assertUsage("There is no file \"missing\"", "put", "missing", "--session", "s-1");
        assertUsage("\"folder\" is a directory", "put", "folder", "--session", "s-1");
        assertUsage("--name names one file", "put", "a.txt", "a.txt", "--name", "b", "--session", "s-1");
    }

    @Test
    void aMissingFileStopsBeforeAnythingIsSent(TestInfo test) throws IOException {
        String session = test.getTestMethod().orElseThrow().getName();
        Files.writeString(directory.resolve("a.txt"), "a");
        assertUsage("There is no file", "put", "a.txt", "missing", "--session", session);
        assertThat(cli().run("ls", "--session", session).exit()).isEqualTo(1);
    }

    @Test
    void whatTheServerRefusesIsOneSentence() throws IOException {
        new SampleBytes(1, 3 << 20).writeTo(directory.resolve("large"));
        Cli.Said large = cli().run("put", "large", "--session", "s-1");
        assertThat(large.exit()).as(large.err()).isEqualTo(1);
        assertThat(large.err()).startsWith("dossier: ").hasLineCount(1);
        Cli.Said unknown = cli().run("get", "no-such-file");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).startsWith("dossier: ").hasLineCount(1);
        Cli.Said session = cli().run("put", "large", "--session", "not/possible");
        assertThat(session.exit()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        Cli.Said said = Cli.in(directory).run("ls", "--server", "http://127.0.0.1:1");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .contains("http://127.0.0.1:1", "connection refused", "dossier serve")
                .hasLineCount(1);
    }

    @Test
    void nothingIsOverwrittenUnasked() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "stored");
        String id = put("s-1", "notes.txt");
        Files.writeString(file, "edited here");
        assertUsage("exists", "get", id);
        assertThat(file).hasContent("edited here");
        assertThat(cli().run("get", id, "--force").exit()).isZero();
        assertThat(file).hasContent("stored");
        Files.delete(file);
        Cli.Said said = cli().run("get", id, "--json");
        assertThat(said.json().get("path").asString()).isEqualTo(file.toString());
        assertThat(file).hasContent("stored");
        assertUsage("is a directory", "get", id, "-o", ".");
    }

    @Test
    void aDeletedFileComesBackUntilItIsGoneForGood() throws IOException {
        Files.writeString(directory.resolve("a.txt"), "a");
        String id = put("deleting", "a.txt");
        assertThat(cli().run("rm", id).out()).contains("restore-file");
        assertThat(cli().run("ls", "--session", "deleting").out()).isEmpty();
        assertThat(cli().run("ls", "--session", "deleting", "--include-deleted").out())
                .contains("(deleted)");
        assertThat(cli().run("get", id, "-o", "x").exit()).isEqualTo(1);
        assertThat(cli().run("restore-file", id).out()).isEqualTo(id + "  a.txt\n");
        assertThat(cli().run("ls", "--session", "deleting").out()).contains(id);
        assertThat(cli().run("rm", id, "--permanent", "--json")
                        .json()
                        .get("permanent")
                        .asBoolean())
                .isTrue();
        assertThat(cli().run("restore-file", id).exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"512, 512 B", "2048, 2.0 KB", "1572864, 1.5 MB"})
    void sizesAreReadable(int sizeBytes, String shown) throws IOException {
        Files.write(directory.resolve("sized"), new byte[sizeBytes]);
        String session = "sized-" + sizeBytes;
        put(session, "sized");
        assertThat(cli().run("ls", "--session", session).out()).contains(shown);
    }

    private void assertUsage(String reason, String... arguments) {
        Cli.Said said = cli().run(arguments);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains(reason).hasLineCount(1);
    }

    private String put(String session, String file) {
        Cli.Said said = cli().run("put", file, "--session", session, "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        return said.json().get("file_id").asString();
    }

    private Cli cli() {
        return Cli.in(directory).with("DOSSIER_SERVER", server.address());
    }
}
