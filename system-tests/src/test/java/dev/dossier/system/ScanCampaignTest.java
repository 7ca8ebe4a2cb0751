package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.ScannerServer;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight clients upload clean and infected files and try at once to read what they and others have uploaded, while the server
 * and the scanner are killed with SIGKILL and started again. An infected byte must never be handed out, and in the end every
 * clean file must be.
 *
 * <p>Set {@code -Drounds=N} for more rounds than the few of the suite, {@code -Dseed=N} to repeat the choices of a run, and
 * {@code -Dclamd=required} where nothing but the real clamd will do.
 */
class ScanCampaignTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final boolean REAL = "required".equals(System.getProperty("clamd"));
    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private final Map<String, Boolean> infectedById = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> answers = new ConcurrentHashMap<>();

    @Test
    @DisplayName(
            "nobody ever gets a byte that was not found clean, whoever is killed, and every clean file is handed out")
    void heldWhateverHappens() throws Exception {
        System.out.println("scan campaign: -Drounds=" + ROUNDS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Application application = Application.packaged();
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        Path socketDirectory = Files.createTempDirectory("clamd");
        try (Scanner scanner = Scanner.start(socketDirectory, REAL)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Node node = application.serve(data.path(), "--clamd", scanner.address())) {
                    List<Thread> clients = clients(node, random);
                    Thread.sleep(random.nextLong(500, 2500));
                    boolean scannerToo = random.nextBoolean();
                    if (scannerToo) {
                        scanner.kill();
                        Thread.sleep(random.nextLong(500));
                    }
                    node.kill();
                    for (Thread client : clients) {
                        client.join();
                    }
                    if (scannerToo) {
                        scanner.restart();
                    }
                }
            }
            assertThat(wrong).isEmpty();
            try (Node node = application.serve(data.path(), "--clamd", scanner.address())) {
                awaitScans(node);
                long failed = metric(node, "dossier_held_blobs{state=\"failed\"");
                Program.Ended again = application
                        .command("scan", "again", "--data", data.path().toString())
                        .run(PATIENCE);
                assertThat(again.exitCode()).as(again.errors()).isZero();
                awaitScans(node);
                Map<String, Integer> ends = everyFileIsWhereItBelongs(node);
                System.out.printf(
                        "rounds %d, scanner %s, files %s, answers to reads meanwhile %s, failed and scanned again %d, wrong 0%n",
                        ROUNDS, scanner.name(), ends, new TreeMap<>(answers), failed);
                assertThat(ends).containsKeys("200 clean", "423 infected");
            }
        } finally {
            remove(socketDirectory);
        }
        for (List<String> command : List.of(List.of("doctor", "--deep"), List.of("audit", "verify"))) {
            Program.Ended ended = application
                    .command(command.toArray(String[]::new))
                    .with("--data", data.path().toString())
                    .run(PATIENCE);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Thread> clients(Node node, SplittableRandom random) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom own = random.split();
            clients.add(Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        String id = upload(node, own);
                        read(node, id);
                        read(node, someFile(own));
                    }
                } catch (UncheckedIOException e) {
                    return; // the server was killed
                } catch (RuntimeException | AssertionError e) {
                    wrong.add(e);
                }
            }));
        }
        return clients;
    }

    private String upload(Node node, SplittableRandom random) {
        byte[] bytes = new SampleBytes(random.nextLong(), 70 + random.nextInt(1 << random.nextInt(8, 20))).bytes();
        boolean infected = random.nextInt(3) == 0;
        if (infected) {
            byte[] virus = ScannerServer.VIRUS.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(virus, 0, bytes, random.nextInt(bytes.length - virus.length + 1), virus.length);
        }
        Web.Answer answer = node.web().post("/api/sessions/s/files?name=f", bytes);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.json().at("/files/0/file_id").asString();
        infectedById.put(id, infected);
        return id;
    }

    private String someFile(SplittableRandom random) {
        List<String> known = List.copyOf(infectedById.keySet());
        return known.get(random.nextInt(known.size()));
    }

    /** Whatever else the answer is, it is not infected content. */
    private void read(Node node, String id) {
        Web.Answer answer = node.web().get("/api/files/" + id + "/content");
        boolean infected = Boolean.TRUE.equals(infectedById.get(id));
        answers.merge(infected ? "infected " + answer.status() : "clean " + answer.status(), 1L, Long::sum);
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).doesNotContain(ScannerServer.VIRUS);
        assertThat(answer.status()).isIn(infected ? List.of(423) : List.of(200, 423));
    }

    private static void awaitScans(Node node) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (metric(node, "dossier_scan_due_blobs") > 0 && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        assertThat(metric(node, "dossier_scan_due_blobs")).isZero();
    }

    private static long metric(Node node, String name) {
        return node.web()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no metric " + name));
    }

    private Map<String, Integer> everyFileIsWhereItBelongs(Node node) {
        Map<String, Integer> ends = new TreeMap<>();
        infectedById.forEach((id, infected) -> {
            Web.Answer answer = node.web().get("/api/files/" + id + "/content");
            assertThat(answer.status()).as(id).isEqualTo(infected ? 423 : 200);
            if (infected) {
                assertThat(answer.json().path("code").asString()).isEqualTo("infected");
            }
            ends.merge(infected ? "423 infected" : "200 clean", 1, Integer::sum);
        });
        return ends;
    }
}
