package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight clients upload, delete and read on a {@link SmallDisk} that runs full under them and gets room again, round after round.
 *
 * <p>Set {@code -Drounds=N} for more rounds than those of the suite, and {@code -Dseed=N} to repeat what the clients do, though
 * not how full the disk is by then.
 */
class FullDiskCampaignTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int DISK_BYTES = 32 << 20;
    private static final int WORTH_FILLING = 30;
    private static final int CLIENTS = 8;
    private static final int STEPS_ON_FULL_DISK = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Map<String, SampleBytes> kept = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final LongAdder full = new LongAdder();

    @Test
    @DisplayName("R41: while the disk fills, whatever is answered holds; with room again everything works")
    void fillsUnderLoad() throws Exception {
        System.out.println("full disk campaign: -Drounds=" + ROUNDS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Path data = Files.createDirectory(directory.resolve("data"));
        SmallDisk disk = new SmallDisk(data, DISK_BYTES);
        disk.require();
        Application application = Application.packaged();
        try (Node node = application
                        .under(disk.wrapper())
                        .serve(data, "--disk-headroom", "none", "--orphan-grace", "1h");
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            Path ballast = disk.seenThrough(node).resolve("ballast");
            for (int round = 0; round < ROUNDS; round++) {
                AtomicBoolean isFull = new AtomicBoolean();
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    SplittableRandom own = random.split();
                    clients.add(threads.submit(() -> work(node.web(), own, isFull)));
                }
                int before = kept.size();
                for (int i = 0; i < 200 && kept.size() < before + WORTH_FILLING; i++) {
                    Thread.sleep(50);
                }
                SmallDisk.fill(ballast);
                isFull.set(true);
                for (Future<?> client : clients) {
                    client.get();
                }
                Files.delete(ballast);
                everythingWorks(node.web(), round);
            }
            assertThat(full.sum()).as("answers of a full disk").isPositive();
            System.out.printf(
                    "full disk: rounds %d, seed %d, answers %s, files in the end %d, lost 0%n",
                    ROUNDS, SEED, new TreeMap<>(answers), kept.size());
            Program.Ended doctor = application
                    .under(disk.wrapperBeside(node))
                    .command("doctor", "--deep", "--data", data.toString())
                    .run(PATIENCE);
            assertThat(doctor.exitCode()).as(doctor.output() + doctor.errors()).isZero();
            everyFileIsThere(node.web());
            assertThat(node.stop().exitCode()).isZero();
        }
    }

    /** Goes on for some steps once the disk is full. */
    private Void work(Web web, SplittableRandom random, AtomicBoolean isFull) {
        List<String> own = new ArrayList<>();
        int stepsLeft = STEPS_ON_FULL_DISK;
        for (int step = 0; step < 2000 && stepsLeft > 0; step++) {
            stepsLeft -= isFull.get() ? 1 : 0;
            int choice = random.nextInt(10);
            if (own.isEmpty() || choice < 6) {
                upload(web, new SampleBytes(random.nextLong(), random.nextInt(1 << random.nextInt(8, 18))), own);
            } else if (choice < 8) {
                delete(web, own.remove(random.nextInt(own.size())));
            } else {
                read(web, own.get(random.nextInt(own.size())));
            }
        }
        return null;
    }

    private void upload(Web web, SampleBytes content, List<String> own) {
        Web.Answer answer = web.post("/api/sessions/s/files?name=a.bin", content);
        count("upload", answer);
        if (answer.status() == 201) {
            String id = answer.json().at("/files/0/file_id").asString();
            kept.put(id, content);
            own.add(id);
        } else {
            isFull(answer);
        }
    }

    private void delete(Web web, String id) {
        Web.Answer answer = web.delete("/api/files/" + id + "?permanent=true");
        count("purge", answer);
        if (answer.status() == 204) {
            kept.remove(id);
        } else {
            isFull(answer);
        }
    }

    /** Reading needs no room. */
    private void read(Web web, String id) {
        Web.Answer answer = web.get("/api/files/" + id + "/content");
        count("read", answer);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Objects.requireNonNull(kept.get(id)).bytes());
    }

    private void count(String what, Web.Answer answer) {
        answers.computeIfAbsent(what + " " + answer.status(), name -> new LongAdder())
                .increment();
    }

    private void isFull(Web.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(503, 507);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        full.increment();
    }

    /** There is room: what was kept is there, more can be kept, and all of it can go. */
    private void everythingWorks(Web web, int round) {
        everyFileIsThere(web);
        Web.Answer answer = web.post("/api/sessions/after/files?name=a.bin", new SampleBytes(round, 100_000));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        kept.put(answer.json().at("/files/0/file_id").asString(), new SampleBytes(round, 100_000));
        kept.keySet().stream().limit(kept.size() / 2).toList().forEach(id -> {
            assertThat(web.delete("/api/files/" + id + "?permanent=true").status())
                    .isEqualTo(204);
            kept.remove(id);
        });
    }

    private void everyFileIsThere(Web web) {
        kept.forEach((id, content) ->
                assertThat(Content.of(web, id)).isEqualTo(new Content(content.sha256(), content.sizeBytes())));
        assertThat(web.get("/api/stats").json().get("total_files").asInt()).isEqualTo(kept.size());
    }
}
