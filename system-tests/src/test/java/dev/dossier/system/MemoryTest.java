package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files larger than the heap, one and many: what a server needs does not grow with what it stores. */
class MemoryTest {
    private static final long HEAP_BYTES = 128L << 20;
    private static final long RESIDENT_LIMIT_BYTES = 320L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("A file of 2 GB goes in and out through a heap of 128 MB")
    void aFileOfTwoGigabytes() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        SampleBytes sample = new SampleBytes(2, 2_000_000_000);
        try (Node node = server(data)) {
            long begin = System.nanoTime();
            JsonNode file = upload(node.web(), sample);
            long uploaded = System.nanoTime();
            assertThat(file.get("file_size").asLong()).isEqualTo(sample.sizeBytes());
            String sha256 = file.get("file_hash").asString();
            assertThat(Content.of(node.web(), file.get("file_id").asString()))
                    .isEqualTo(new Content(sha256, sample.sizeBytes()));
            long downloaded = System.nanoTime();
            assertThat(sample.sha256()).isEqualTo(sha256);
            report("one of 2 GB", node, uploaded - begin, downloaded - uploaded);
        }
        assertThat(data.leftovers()).isEmpty();
    }

    @Test
    @DisplayName("Sixteen files of 100 MB at once go through a heap of 128 MB")
    void sixteenFilesAtOnce() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        List<SampleBytes> samples = LongStream.range(0, 16)
                .mapToObj(seed -> new SampleBytes(seed, 100_000_000))
                .toList();
        try (Node node = server(data);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            List<Future<JsonNode>> uploads = new ArrayList<>();
            samples.forEach(sample -> uploads.add(clients.submit(() -> upload(node.web(), sample))));
            for (int i = 0; i < samples.size(); i++) {
                JsonNode file = uploads.get(i).get();
                assertThat(file.get("file_hash").asString())
                        .isEqualTo(samples.get(i).sha256());
            }
            long uploaded = System.nanoTime();
            report("sixteen of 100 MB at once", node, uploaded - begin, 0);
        }
        assertThat(data.leftovers()).isEmpty();
    }

    private static Node server(DataDirectory data) {
        return Application.packaged().option("-Xmx" + HEAP_BYTES).serve(data.path());
    }

    private static JsonNode upload(Web web, SampleBytes sample) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(web.address().resolve("/api/sessions/large/files?name=large.bin"))
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(sample::stream), sample.sizeBytes()))
                .timeout(PATIENCE)
                .build();
        HttpResponse<byte[]> answer = web.client().send(request, BodyHandlers.ofByteArray());
        JsonNode json = new JsonMapper().readTree(answer.body());
        assertThat(answer.statusCode()).as(json.toString()).isEqualTo(201);
        return json.at("/files/0");
    }

    private static void report(String what, Node node, long uploadNanos, long downloadNanos) {
        System.out.printf(
                "memory, %s: at most %d MB resident, heap limit %d MB; up in %.1f s, down in %.1f s%n",
                what, node.peakMemoryBytes() >> 20, HEAP_BYTES >> 20, uploadNanos / 1e9, downloadNanos / 1e9);
        assertThat(node.peakMemoryBytes()).isLessThan(RESIDENT_LIMIT_BYTES);
    }
}
