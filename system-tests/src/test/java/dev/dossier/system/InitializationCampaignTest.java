package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
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
 * <p>Set {@code -Drounds=100} for more rounds than the few of the suite. A failed starter fails the round with what it said.
 */
class InitializationCampaignTest {
    private static final int PROCESSES = 6;
    private static final int THREADS = 64;
    private static final List<String> VERSIONS = List.of("001", "002");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R4 R9 R10 R18: six processes at once on a fresh database")
    void processes() throws SQLException {
        int rounds = Integer.getInteger("rounds", 3);
        List<Duration> slowest = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Path data = directory.resolve("p-" + round);
            Gate gate = new Gate(directory.resolve("gate-" + round));
            List<RunningProgram> nodes = IntStream.range(0, PROCESSES)
                    .mapToObj(i -> InitializingNode.program("node-" + i, data, gate)
                            .start())
                    .toList();
            gate.openFor(nodes);
            List<Program.Ended> ended =
                    nodes.stream().map(InitializingNode::awaitEnd).toList();
            assertThat(ended).allSatisfy(node -> assertThat(node.exitCode())
                    .as(node.errors())
                    .isZero());
            oneApplied(ended.stream()
                    .map(node -> InitializingNode.applied(node.output()))
                    .toList());
            oneRowPerVersion(data);
            slowest.add(Collections.max(ended.stream()
                    .map(node -> InitializingNode.duration(node.output()))
                    .toList()));
        }
        report("processes", PROCESSES, rounds, slowest);
    }

    @Test
    @DisplayName("R4 R9 R10: 64 threads at once on a fresh database")
    void threads() throws SQLException, InterruptedException, ExecutionException {
        int rounds = Integer.getInteger("rounds", 5);
        List<Duration> slowest = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < rounds; round++) {
                Path data = directory.resolve("t-" + round);
                CountDownLatch gate = new CountDownLatch(1);
                List<Future<Start>> starts = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    DossierConfig config = DossierConfig.in(data).withNode("thread-" + i);
                    starts.add(executor.submit(() -> {
                        gate.await();
                        return Start.of(config);
                    }));
                }
                gate.countDown();
                List<Start> ended = new ArrayList<>();
                for (Future<Start> start : starts) {
                    ended.add(start.get());
                }
                oneApplied(ended.stream().map(Start::applied).toList());
                oneRowPerVersion(data);
                slowest.add(Collections.max(ended.stream().map(Start::duration).toList()));
            }
        }
        report("threads", THREADS, rounds, slowest);
    }

    /** What one starter did. */
    private record Start(List<String> applied, Duration duration) {
        static Start of(DossierConfig config) {
            long begin = System.nanoTime();
            try (Dossier dossier = Dossier.open(config)) {
                List<String> applied = dossier.initialize().applied().stream()
                        .map(migration -> migration.version())
                        .toList();
                return new Start(applied, Duration.ofNanos(System.nanoTime() - begin));
            }
        }
    }

    private static void oneApplied(List<List<String>> applied) {
        assertThat(applied).containsOnlyOnce(VERSIONS);
        assertThat(applied).filteredOn(List::isEmpty).hasSize(applied.size() - 1);
    }

    private static void oneRowPerVersion(Path data) throws SQLException {
        assertThat(new DataDirectory(data).database().rows("SELECT version FROM schema_migrations ORDER BY migration_id"))
                .extracting(row -> row.get("version"))
                .isEqualTo(VERSIONS);
    }

    private static void report(String kind, int starters, int rounds, List<Duration> slowest) {
        Collections.sort(slowest);
        System.out.printf(
                "%n| at once | rounds | failures | rounds with one that applied | slowest, median | slowest, worst |%n"
                        + "|---|---|---|---|---|---|%n| %d %s | %d | 0 of %d | %d | %.1f ms | %.1f ms |%n",
                starters,
                kind,
                rounds,
                starters * rounds,
                rounds,
                slowest.get(slowest.size() / 2).toNanos() / 1e6,
                slowest.getLast().toNanos() / 1e6);
    }
}
