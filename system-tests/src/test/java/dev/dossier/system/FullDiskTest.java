package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A disk that is really full: the data directory is a {@link SmallDisk} of 8 MB. */
class FullDiskTest {
    private static final int DISK_BYTES = 8 << 20;

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R41: a full disk answers 507, keeps what was stored, and works again once there is room")
    void fullAndRoomAgain() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        SmallDisk disk = new SmallDisk(data, DISK_BYTES);
        disk.require();
        try (Node node = Application.packaged().under(disk.wrapper()).serve(data, "--disk-headroom", "none")) {
            DataDirectory inside = new DataDirectory(disk.seenThrough(node.pid()));
            Web web = node.web();
            SampleBytes small = SampleBytes.ofSize(100_000);
            JsonNode before = stored(post(web, small));

            Web.Answer tooMuch = post(web, SampleBytes.ofSize(2L * DISK_BYTES));
            isFull(tooMuch);
            everythingIsAsBefore(web, inside, before);

            Path ballast = inside.path().resolve("ballast");
            SmallDisk.fill(ballast);
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
