package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The server is killed with SIGKILL at random moments while four clients upload, and is started again, and again.
 *
 * <p>Set {@code -Dkills=100} for more kills than the few of the suite, and {@code -Dseed=N} to repeat a run: contents, sizes
 * and moments follow from the seed, though not how far the server has come by then.
 */
class KillCampaignTest {
    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "R36 R41: what was answered 201 survives kill -9; no half file is visible; the next start needs nobody")
    void killedAtRandomMoments() throws IOException, InterruptedException, SQLException {
        System.out.println("kill campaign: -Dkills=" + KILLS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Application application = Application.packaged();
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        UploadLedger ledger = new UploadLedger();
        for (int kill = 0; kill < KILLS; kill++) {
            try (Node node = application.serve(data.path());
                    Uploaders uploaders = Uploaders.start(node, "round-" + kill, random.split(), ledger)) {
                if (random.nextInt(4) > 0) {
                    uploaders.awaitFirstAnswer(); // the first ones are slow; one kill in four hits them
                }
                Thread.sleep(random.nextLong(1, 500));
                node.kill();
                uploaders.awaitEnd();
            }
        }
        int leftovers = data.leftovers().size();

        try (Node node = application.serve(data.path())) {
            Map<String, JsonNode> listed = listed(node);
            assertThat(ledger.acknowledged()).as("uploads were answered at all").isNotEmpty();
            assertThat(listed.keySet())
                    .as("files that were answered 201")
                    .containsAll(ledger.acknowledged().keySet());
            listed.forEach((id, file) -> assertThat(ledger.knows(hash(file)))
                    .as("a whole file of ours: " + file)
                    .isTrue());
            ledger.acknowledged()
                    .forEach((id, sha256) -> assertThat(listed)
                            .hasEntrySatisfying(
                                    id, file -> assertThat(hash(file)).isEqualTo(sha256)));
            for (JsonNode file : listed.values()) {
                String id = file.get("file_id").asString();
                assertThat(Content.of(node.web(), id))
                        .isEqualTo(new Content(hash(file), file.get("file_size").asLong()));
            }
            report(ledger, listed.size(), leftovers);
        }
        Program.Ended verification = application
                .command("verify", "--deep", "--json", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(verification.exitCode()).as(verification.output()).isZero();
        assertThat(data.database().value("PRAGMA integrity_check")).isEqualTo("ok");
        everyLeftoverIsSwept(application, data);
    }

    /** What the kills left is removed by itself; here at once, and not after the usual hour of grace. */
    private static void everyLeftoverIsSwept(Application application, DataDirectory data)
            throws InterruptedException, SQLException, IOException {
        long live = Long.parseLong(data.database().value("SELECT count(*) FROM blobs WHERE state = 'live'"));
        try (Node node = application.serve(data.path(), "--orphan-grace", "0s")) {
            for (int i = 0; i < 600 && (!data.leftovers().isEmpty() || blobs(data) != live); i++) {
                Thread.sleep(50);
            }
            assertThat(node.isAlive()).isTrue();
        }
        assertThat(data.leftovers()).isEmpty();
        assertThat(blobs(data)).isEqualTo(live);
    }

    private static long blobs(DataDirectory data) throws IOException {
        try (Stream<Path> files = Files.walk(data.path().resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static Map<String, JsonNode> listed(Node node) {
        Map<String, JsonNode> listed = new TreeMap<>();
        for (int round = 0; round < KILLS; round++) {
            String path = "/api/sessions/round-" + round + "/files?limit=1000";
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

    private static void report(UploadLedger ledger, int listed, int leftovers) {
        System.out.printf(
                "%n| kills | seed | answered 201 | of them lost | broken off | of them kept whole | half files"
                        + " | starts that needed help |%n|---|---|---|---|---|---|---|---|%n");
        int acknowledged = ledger.acknowledged().size();
        System.out.printf(
                "| %d | %d | %d | 0 | %d | %d | 0 | 0 |%n",
                KILLS, SEED, acknowledged, ledger.unanswered(), listed - acknowledged);
        System.out.println("temporary files found after the kills, and swept: " + leftovers);
    }
}
