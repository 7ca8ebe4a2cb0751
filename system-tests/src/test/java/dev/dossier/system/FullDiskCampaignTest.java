package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.UncheckedIOException;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight clients upload, delete and read on a {@link SmallDisk} that runs full under them. While it is full the server is killed
 * with SIGKILL and started again, and only then the disk gets room, round after round.
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
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Map<String, SampleBytes> kept = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final LongAdder full = new LongAdder();

    /** How many clients were broken off in the midst of something. */
    private final LongAdder unsure = new LongAdder();

    @Test
    @DisplayName(
            "R41: while the disk fills, and when the server is killed on it, whatever is answered holds; with room everything works")
    void fillsUnderLoad() throws Exception {
        System.out.println("full disk campaign: -Drounds=" + ROUNDS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Path data = Files.createDirectory(directory.resolve("data"));
        SmallDisk disk = new SmallDisk(data, DISK_BYTES);
        disk.require();
        Application application = Application.packaged();
        try (RunningProgram holder = disk.held();
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            Application onDisk = application.under(disk.wrapperBeside(holder.pid()));
            Path inside = disk.seenThrough(holder.pid());
            for (int round = 0; round < ROUNDS; round++) {
                try (Node node = serve(onDisk, data)) {
                    List<Future<?>> clients = new ArrayList<>();
                    for (int i = 0; i < CLIENTS; i++) {
                        SplittableRandom own = random.split();
                        clients.add(threads.submit(() -> work(node.web(), own)));
                    }
                    int before = kept.size();
                    await(() -> kept.size() >= before + WORTH_FILLING);
                    SmallDisk.fill(inside.resolve("ballast"));
                    long refusedBefore = full.sum();
                    await(() -> full.sum() >= refusedBefore + WORTH_FILLING);
                    Thread.sleep(random.nextLong(300));
                    node.kill();
                    for (Future<?> client : clients) {
                        client.get();
                    }
                }
                SmallDisk.fill(inside.resolve("rest"));
                try (Node node = serve(onDisk, data)) {
                    everyFileIsThere(node.web());
                    Files.delete(inside.resolve("rest"));
                    Files.delete(inside.resolve("ballast"));
                    everythingWorks(node.web(), round);
                    assertThat(node.stop().exitCode()).isZero();
                }
            }
            assertThat(full.sum()).as("answers of a full disk").isPositive();
            System.out.printf(
                    "full disk: rounds %d, seed %d, kills on a full disk %d, answers %s, broken off %d, files in the end %d, lost 0%n",
                    ROUNDS, SEED, ROUNDS, new TreeMap<>(answers), unsure.sum(), kept.size());
            Program.Ended doctor = onDisk.command("doctor", "--deep", "--data", data.toString())
                    .run(PATIENCE);
            assertThat(doctor.exitCode()).as(doctor.output() + doctor.errors()).isZero();
        }
    }

    private static Node serve(Application onDisk, Path data) {
        return onDisk.serve(data, "--disk-headroom", "none", "--orphan-grace", "1h");
    }

    /** Waits for some seconds; how far a machine comes meanwhile is its own affair. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
    }

    /** Goes on until the server is killed. What was asked and not answered may be done or not. */
    private Void work(Web web, SplittableRandom random) {
        List<String> own = new ArrayList<>();
        try {
            while (true) {
                int choice = random.nextInt(10);
                if (own.isEmpty() || choice < 6) {
                    upload(web, new SampleBytes(random.nextLong(), random.nextInt(1 << random.nextInt(8, 18))), own);
                } else if (choice < 8) {
                    purge(web, own.remove(random.nextInt(own.size())));
                } else {
                    read(web, own.get(random.nextInt(own.size())));
                }
            }
        } catch (UncheckedIOException e) {
            unsure.increment();
            return null;
        }
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

    private void purge(Web web, String id) {
        SampleBytes content = Objects.requireNonNull(kept.remove(id));
        Web.Answer answer = web.delete("/api/files/" + id + "?permanent=true");
        count("purge", answer);
        if (answer.status() != 204) {
            isFull(answer);
            kept.put(id, content);
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

    /** Everything that was answered, and at most one file more for each client that was broken off. */
    private void everyFileIsThere(Web web) {
        kept.forEach((id, content) ->
                assertThat(Content.of(web, id)).isEqualTo(new Content(content.sha256(), content.sizeBytes())));
        long files = web.get("/api/stats").json().get("total_files").asLong();
        assertThat(files).isBetween((long) kept.size(), kept.size() + unsure.sum());
    }
}
