package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.files.FileContent;
import dev.dossier.files.FileId;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with eight threads each upload, copy, replace, delete and purge files of the same eight contents on one data
 * directory, and both sweep all the time without a grace period.
 *
 * <p>Set {@code -Drounds=N} for more rounds than the one of the suite, and {@code -Dseed=N} to repeat the choices of a run,
 * though not the moments.
 */
class RaceCampaignTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 1);
    private static final int STEPS = Integer.getInteger("steps", 60);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R36: content is there as long as a file needs it, and gone when none does, in two processes at once")
    void sameBytesEverywhere() throws IOException, SQLException {
        System.out.println("race campaign: -Drounds=" + ROUNDS + " -Dsteps=" + STEPS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        long steps = 0;
        long swept = 0;
        long busy = 0;
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path data = directory.resolve("round-" + round);
            Map<String, Integer> files = new HashMap<>();
            try (RunningProgram one = RacingNode.start(data, "one", STEPS, random.nextLong());
                    RunningProgram two = RacingNode.start(data, "two", STEPS, random.nextLong())) {
                for (RunningProgram node : List.of(one, two)) {
                    Program.Ended ended = node.awaitEnd(PATIENCE);
                    assertThat(ended.exitCode())
                            .as(ended.output() + ended.errors())
                            .isZero();
                    for (String line : ended.output().lines().toList()) {
                        List<String> words = List.of(line.split(" ", -1));
                        if (words.getFirst().equals("kept")) {
                            files.put(words.get(1), Integer.parseInt(words.get(2)));
                        } else if (words.getFirst().equals("raced")) {
                            steps += Long.parseLong(words.get(1));
                            swept += Long.parseLong(words.get(2));
                            busy += Long.parseLong(words.get(3));
                        }
                    }
                }
            }
            kept += files.size();
            everythingNeededIsThereAndNothingElse(data, files);
        }
        System.out.printf(
                "rounds %d, steps %d, contents swept %d, answered busy %d, files in the end %d, wrong 0%n",
                ROUNDS, steps, swept, busy, kept);
        assertThat(busy).as("uploads that had to be repeated").isLessThan(steps / 10);
    }

    private static void everythingNeededIsThereAndNothingElse(Path data, Map<String, Integer> files)
            throws IOException, SQLException {
        try (Dossier dossier = Dossier.open(RacingNode.config(data))) {
            dossier.initialize();
            for (Map.Entry<String, Integer> file : files.entrySet()) {
                try (FileContent content = dossier.files().open(FileId.of(file.getKey()))) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    content.transferTo(bytes);
                    assertThat(bytes.toByteArray()).isEqualTo(RacingNode.content(file.getValue()));
                }
            }
            dossier.maintenance().purgeDue();
            dossier.maintenance().sweep();
            assertThat(dossier.examine(true).findings()).isEmpty();
            assertThat(dossier.files().statistics().totalFiles()).isEqualTo(files.size());
            assertThat(new DataDirectory(data).blobs())
                    .as("one blob for each content that is in use")
                    .hasSize((int) files.values().stream().distinct().count());
            for (String id : files.keySet()) {
                dossier.files().purge(FileId.of(id));
            }
            dossier.maintenance().sweep();
            assertThat(new DataDirectory(data).blobs()).isEmpty();
        }
        assertThat(new DataDirectory(data).leftovers()).isEmpty();
        assertThat(new DataDirectory(data).database().value("SELECT count(*) FROM blobs"))
                .isEqualTo("0");
    }
}
