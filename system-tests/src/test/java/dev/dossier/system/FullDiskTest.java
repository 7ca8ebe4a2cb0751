package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A disk that is really full: the server runs in a mount namespace of its own, in which its data directory is a file system of
 * 8 MB. The test looks into it through {@code /proc}. It goes with the process.
 */
class FullDiskTest {
    private static final int DISK_BYTES = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R41: a full disk answers 507, keeps what was stored, and works again once there is room")
    void fullAndRoomAgain() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        requireNamespaces(data);
        try (Node node = Application.packaged().under(onSmallDisk(data)).serve(data, "--disk-headroom", "none")) {
            DataDirectory inside = new DataDirectory(Path.of("/proc/" + node.pid() + "/root" + data));
            Web web = node.web();
            SampleBytes small = SampleBytes.ofSize(100_000);
            JsonNode before = stored(post(web, small));

            Web.Answer tooMuch = post(web, SampleBytes.ofSize(2L * DISK_BYTES));
            isFull(tooMuch);
            everythingIsAsBefore(web, inside, before);

            Path ballast = inside.path().resolve("ballast");
            fill(ballast);
            List<Web.Answer> onFullDisk = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                onFullDisk.add(post(web, SampleBytes.ofSize(5000)));
            }
            onFullDisk.forEach(FullDiskTest::isFull);
            everythingIsAsBefore(web, inside, before);
            assertThat(web.get("/api/health").status()).isEqualTo(200);

            Files.delete(ballast);
            JsonNode after = stored(post(web, SampleBytes.ofSize(3_000_000)));
            assertThat(ids(web)).containsExactlyInAnyOrder(id(before), id(after));
            assertThat(Content.of(web, id(before)).sha256()).isEqualTo(small.sha256());
            assertThat(inside.leftovers()).isEmpty();
        }
    }

    /** Runs what follows on the command line with a small file system in place of the directory. */
    private static String[] onSmallDisk(Path data) {
        String mount = "mount -t tmpfs -o size=" + DISK_BYTES + " none '" + data + "' && exec \"$@\"";
        return isRoot()
                ? new String[] {"unshare", "--mount", "sh", "-c", mount, "sh"}
                : new String[] {"unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"};
    }

    private static void requireNamespaces(Path data) {
        Program.Ended ended = Program.of(onSmallDisk(data))
                .with("df", "--output=size", data.toString())
                .run(PATIENCE);
        if (ended.exitCode() != 0) {
            fail("This machine lets nobody mount a small file system ("
                    + ended.errors().strip()
                    + "), so a full disk cannot be tested here. Run as root, or allow user namespaces.");
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    private static Web.Answer post(Web web, SampleBytes sample) {
        return web.post("/api/sessions/s/files?name=a.bin", sample);
    }

    private static JsonNode stored(Web.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().at("/files/0");
    }

    private static void isFull(Web.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(507);
        assertThat(answer.header("X-Should-Retry")).isEqualTo("false");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    private static void everythingIsAsBefore(Web web, DataDirectory inside, JsonNode before) {
        assertThat(ids(web)).containsExactly(id(before));
        assertThat(Content.of(web, id(before)).sha256())
                .isEqualTo(before.get("file_hash").asString());
        assertThat(inside.leftovers()).isEmpty();
        assertThat(inside.files())
                .filteredOn(file -> file.startsWith(inside.path().resolve("blobs")))
                .hasSize(1);
    }

    private static List<String> ids(Web web) {
        return web.get("/api/sessions/s/files")
                .json()
                .get("files")
                .valueStream()
                .map(FullDiskTest::id)
                .toList();
    }

    private static String id(JsonNode file) {
        return file.get("file_id").asString();
    }
}
