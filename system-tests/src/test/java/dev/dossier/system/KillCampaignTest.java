package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The server is killed with SIGKILL at random moments while sixteen clients upload and change files, and is started again, and
 * again. What the kill before left is swept meanwhile.
 *
 * <p>Set {@code -Dkills=1000} for more kills than the few of the suite, and {@code -Dseed=N} to repeat a run: contents, sizes
 * and moments follow from the seed, though not how far the server has come by then.
 */
class KillCampaignTest {
    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final int WORTH_A_CACHE = 20;
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final String GRACE = "3s";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R36 R41: what was answered survives kill -9; no half file is visible; the next start needs nobody")
    void killedAtRandomMoments() throws Exception {
        System.out.println("kill campaign: -Dkills=" + KILLS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Application packaged = Application.packaged();
        Application application = KILLS < WORTH_A_CACHE ? packaged : packaged.withStartUpCache(directory);
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        Ledger ledger = new Ledger();
        long begin = System.nanoTime();
        for (int kill = 0; kill < KILLS; kill++) {
            try (Node node = application.serve(data.path(), "--orphan-grace", GRACE);
                    Writers writers = Writers.start(node, "round-" + kill, random.split(), ledger)) {
                if (random.nextInt(4) > 0) {
                    writers.awaitFirstAnswer(); // the first ones are slow; one kill in four hits them
                }
                Thread.sleep(random.nextLong(50, 600));
                node.kill();
                writers.awaitEnd();
            }
            if (kill % 100 == 99) {
                System.out.printf("kill campaign: %d kills, %s%n", kill + 1, ledger.counts());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        int leftovers = data.leftovers().size();

        try (Node node = application.serve(data.path(), "--orphan-grace", "1d")) {
            Map<String, JsonNode> listed = listed(node);
            long kept = everyFileIsAsAnswered(node, ledger, listed);
            everyByteIsThere(node, listed);
            System.out.printf(
                    "kills %d, seed %d, seconds a kill %.1f, %s, unanswered uploads kept whole %d, lost 0, altered 0, half 0%n",
                    KILLS, SEED, seconds / KILLS, ledger.counts(), kept);
            System.out.println("temporary files found after the last kill, and swept: " + leftovers);
        }
        assertThat(data.database().value("PRAGMA integrity_check")).isEqualTo("ok");
        everyLeftoverIsSwept(application, data);
        Program.Ended doctor = application
                .command("doctor", "--deep", "--json", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
        Program.Ended audit = application
                .command("audit", "verify", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }

    /** Answers how many files there are that nobody was told of. */
    private static long everyFileIsAsAnswered(Node node, Ledger ledger, Map<String, JsonNode> listed) {
        Map<String, Ledger.Entry> answered = ledger.answered();
        assertThat(answered).as("uploads were answered at all").isNotEmpty();
        answered.forEach((id, expected) -> {
            JsonNode file = listed.get(id);
            Ledger.Entry found = file == null ? expected.in(Ledger.Life.PURGED) : entry(file);
            boolean gone = file == null && node.web().get("/api/files/" + id).status() == 404;
            assertThat(file != null || gone).as(id).isTrue();
            assertThat(gone ? mayBeGone(ledger, id) : ledger.allows(id, found))
                    .as(id + " should be " + expected + " and is " + found)
                    .isTrue();
        });
        long unknown = 0;
        for (Map.Entry<String, JsonNode> file : listed.entrySet()) {
            if (!answered.containsKey(file.getKey())) {
                assertThat(ledger.knows(hash(file.getValue())))
                        .as("a whole file of ours: " + file)
                        .isTrue();
                unknown++;
            }
        }
        return unknown;
    }

    private static boolean mayBeGone(Ledger ledger, String id) {
        return ledger.allows(id, ledger.answered(id).in(Ledger.Life.PURGED));
    }

    private static Ledger.Entry entry(JsonNode file) {
        Ledger.Life life = file.get("deleted_at").isNull() ? Ledger.Life.KEPT : Ledger.Life.DELETED;
        return new Ledger.Entry(hash(file), file.get("original_filename").asString(), life);
    }

    private static void everyByteIsThere(Node node, Map<String, JsonNode> listed) throws Exception {
        try (ExecutorService readers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> reading = new ArrayList<>();
            listed.forEach((id, file) -> {
                if (file.get("deleted_at").isNull()) {
                    Content expected =
                            new Content(hash(file), file.get("file_size").asLong());
                    reading.add(readers.submit(
                            () -> assertThat(Content.of(node.web(), id)).isEqualTo(expected)));
                }
            });
            for (Future<?> read : reading) {
                read.get();
            }
        }
    }

    /** What the kills left is removed by itself; here at once, and not after the usual hour of grace. */
    private static void everyLeftoverIsSwept(Application application, DataDirectory data)
            throws InterruptedException, SQLException, IOException {
        try (Node node = application.serve(data.path(), "--orphan-grace", "0s")) {
            for (int i = 0;
                    i < 1200 && !(data.leftovers().isEmpty() && data.blobs().size() == live(data));
                    i++) {
                Thread.sleep(50);
            }
            assertThat(node.isAlive()).isTrue();
        }
        assertThat(data.leftovers()).isEmpty();
        assertThat(data.blobs()).hasSize(live(data));
    }

    private static int live(DataDirectory data) throws SQLException {
        return Integer.parseInt(data.database().value("SELECT count(*) FROM blobs"));
    }

    private static Map<String, JsonNode> listed(Node node) {
        Map<String, JsonNode> listed = new TreeMap<>();
        for (int round = 0; round < KILLS; round++) {
            String path = "/api/sessions/round-" + round + "/files?limit=1000&include_deleted=true";
            JsonNode page = node.web().get(path).json();
            if (page.has("files")) {
                page.get("files").forEach(file -> listed.put(file.get("file_id").asString(), file));
                assertThat(page.get("next_cursor").isNull()).isTrue();
            }
        }
        return listed;
    }

    private static String hash(JsonNode file) {
        return file.get("file_hash").asString();
    }
}
