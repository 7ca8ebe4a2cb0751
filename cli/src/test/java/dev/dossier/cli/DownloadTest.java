package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SampleBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads over wires that break and from disks that lie. */
class DownloadTest {
    private static final SampleBytes SAMPLE = SampleBytes.ofSize(400_000);

    @TempDir
    private Path data;

    @TempDir
    private Path directory;

    private RunningServer server;
    private String id;

    @BeforeEach
    void store() throws InterruptedException {
        server = RunningServer.on(data);
        SAMPLE.writeTo(directory.resolve("sample"));
        Cli.Said put = Cli.in(directory).run("put", "sample", "--session", "s", "--server", server.address(), "--json");
        id = put.json().get("file_id").asString();
    }

    @AfterEach
    void nothingIsLeft() {
        server.close();
        assertThat(directory.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void aBrokenConnectionIsTakenUpAgain() throws IOException {
        try (CutWire wire = new CutWire(server.address(), 100_000, 2)) {
            assertThat(get(wire.address()).exit()).isZero();
            assertThat(directory.resolve("copy")).hasBinaryContent(SAMPLE.bytes());
        }
    }

    @Test
    void aWireThatBreaksEachTimeLeavesNothingBehind() throws IOException {
        Files.writeString(directory.resolve("copy"), "older");
        try (CutWire wire = new CutWire(server.address(), 50_000, 100)) {
            Cli.Said said = get(wire.address());
            assertThat(said.exit()).isEqualTo(4);
            assertThat(said.err()).contains("was lost").hasLineCount(1);
            assertThat(directory.resolve("copy")).hasContent("older");
        }
    }

    @Test
    void bytesThatAreNotWhatTheyWereAreNotKept() throws IOException {
        Path blob = new DataDirectory(data)
                .files().stream()
                        .filter(file -> file.toString().contains("/blobs/"))
                        .findFirst()
                        .orElseThrow();
        blob.toFile().setWritable(true);
        try (OutputStream out = Files.newOutputStream(blob)) {
            out.write(new SampleBytes(SAMPLE.seed() + 1, SAMPLE.sizeBytes()).bytes());
        }
        Cli.Said said = get(server.address());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("damaged").hasLineCount(1);
        assertThat(directory.resolve("copy")).doesNotExist();
    }

    @Test
    void aPipeGetsTheBytesDirectly() {
        Cli.Said said = Cli.in(directory).run("get", id, "-o", "/dev/null", "--server", server.address());
        assertThat(said.exit()).isZero();
    }

    private Cli.Said get(String address) {
        return Cli.in(directory).run("get", id, "-o", "copy", "--server", address);
    }
}
