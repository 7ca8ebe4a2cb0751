package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.system.InitializingNode.Start;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.RunningProgram;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many starters, one fresh database file, round after round: all succeed, exactly one applies everything, the others apply
 * nothing, and the history has one row per version.
 *
 * <p>Set {@code -Drounds=100} for more rounds than the few of the suite. A starter that fails ends the campaign with what it
 * said.
 */
class InitializationCampaignTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 4);
    private static final int PROCESSES = 6;
    private static final int THREADS = 64;
    private static final List<String> VERSIONS = List.of("001", "002", "003", "004", "005", "006");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R4 R9 R10 R18: six processes at once on a fresh database")
    void processes() throws SQLException {
        List<RunningProgram> nodes = IntStream.range(0, PROCESSES)
                .mapToObj(i -> InitializingNode.start("node-" + i, directory, ROUNDS))
                .toList();
        try {
            List<Duration> slowest = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                int current = round;
                InitializingNode.gate(directory, round).openFor(nodes);
                slowest.add(check(
                        round,
                        nodes.stream()
                                .map(node -> InitializingNode.await(node, current))
                                .toList()));
            }
            report("processes", PROCESSES, slowest);
        } finally {
            nodes.forEach(RunningProgram::close);
        }
    }

    @Test
    @DisplayName("R4 R9 R10: 64 threads at once on a fresh database")
    void threads() throws SQLException, InterruptedException, ExecutionException {
        List<Duration> slowest = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                Path data = InitializingNode.data(directory, round);
                CountDownLatch gate = new CountDownLatch(1);
                List<Future<Start>> starts = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    String name = "thread-" + i;
                    starts.add(executor.submit(() -> {
                        gate.await();
                        return InitializingNode.initialize(name, data);
                    }));
                }
                gate.countDown();
                List<Start> ended = new ArrayList<>();
                for (Future<Start> start : starts) {
                    ended.add(start.get());
                }
                slowest.add(check(round, ended));
            }
        }
        report("threads", THREADS, slowest);
    }

    /** Checks a round, and answers how long the slowest starter took. */
    private Duration check(int round, List<Start> starts) throws SQLException {
        assertThat(starts)
                .as("one applied everything")
                .filteredOn(start -> start.applied().equals(VERSIONS))
                .hasSize(1);
        assertThat(starts)
                .as("the others applied nothing")
                .filteredOn(start -> start.applied().isEmpty())
                .hasSize(starts.size() - 1);
        assertThat(new DataDirectory(InitializingNode.data(directory, round))
                        .database()
                        .rows("SELECT version FROM schema_migrations ORDER BY migration_id"))
                .extracting(row -> row.get("version"))
                .isEqualTo(VERSIONS);
        return Collections.max(starts.stream().map(Start::duration).toList());
    }

    private static void report(String kind, int starters, List<Duration> slowest) {
        Collections.sort(slowest);
        System.out.printf(
                "%n| at once | rounds | starts that failed | rounds in which not exactly one applied |"
                        + " slowest start, median | slowest start, worst |%n"
                        + "|---|---|---|---|---|---|%n| %d %s | %d | 0 of %d | 0 | %.1f ms | %.1f ms |%n",
                starters,
                kind,
                ROUNDS,
                starters * ROUNDS,
                slowest.get(slowest.size() / 2).toNanos() / 1e6,
                slowest.getLast().toNanos() / 1e6);
    }
}
