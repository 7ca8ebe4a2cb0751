package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SamplePdfs;
import dev.dossier.testkit.SamplePictures;
import dev.dossier.testkit.Web;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thumbnails of what nobody should be sent, by a server with a small heap. */
class ThumbnailTest {
    private static final long RESIDENT_LIMIT_BYTES = 320L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** A file, and what is answered when its thumbnail is asked for; 503 may come first, when there is much to do. */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    private record Sample(String name, byte[] content, int status) {
        private static Sample good(String name, byte[] content) {
            return new Sample(name, content, 200);
        }

        private static Sample hostile(String name, byte[] content) {
            return new Sample(name, content, 415);
        }
    }

    private static List<Sample> samples() {
        return List.of(
                Sample.good("a.png", SamplePictures.of("png", 6000, 4000)),
                Sample.good("b.jpg", SamplePictures.of("jpeg", 6000, 4000)),
                Sample.good("c.webp", SamplePictures.webp(2000, 1000, Color.RED)),
                Sample.good("d.pdf", SamplePdfs.page()),
                Sample.hostile("e.png", SamplePictures.pngHeader(50_000, 50_000)),
                Sample.hostile("f.webp", SamplePictures.webp(16_384, 16_384, Color.RED)),
                Sample.hostile("g.pdf", SamplePdfs.unfolding(400_000_000)),
                Sample.hostile("h.pdf", SamplePdfs.endless()));
    }

    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "Twenty at once, good ones and hostile ones, through a heap of 128 MB; in the end each gets its answer")
    void twentyAtOnce() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        List<Sample> samples = samples();
        try (Node node = Application.packaged().option("-Xmx128m").serve(data.path());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> files =
                    samples.stream().map(sample -> uploaded(node.web(), sample)).toList();
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String file = files.get(i % files.size());
                answers.add(clients.submit(() -> thumbnail(node.web(), file)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get())
                        .isIn(samples.get(i % samples.size()).status(), 503);
            }
            assertThat(node.web().get("/health/ready").status()).isEqualTo(200);
            for (int i = 0; i < samples.size(); i++) {
                assertThat(settled(node.web(), files.get(i)))
                        .as(samples.get(i).name())
                        .isEqualTo(samples.get(i).status());
            }
            System.out.printf("thumbnails: at most %d MB resident%n", node.peakMemoryBytes() >> 20);
            assertThat(node.peakMemoryBytes()).isLessThan(RESIDENT_LIMIT_BYTES);
        }
        assertThat(data.leftovers()).isEmpty();
    }

    private static String uploaded(Web web, Sample sample) {
        Web.Answer answer = web.post("/api/sessions/s/files?name=" + sample.name(), sample.content());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return "/api/files/" + answer.json().at("/files/0/file_id").asString();
    }

    private static int thumbnail(Web web, String file) {
        return web.get(file + "/thumbnail").status();
    }

    private static int settled(Web web, String file) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int status = thumbnail(web, file);
        while (status == 503 && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofSeconds(1));
            status = thumbnail(web, file);
        }
        return status;
    }
}
