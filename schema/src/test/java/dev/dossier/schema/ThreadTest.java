package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads of one process. {@code -Dschema.rounds=100} makes a campaign of it. */
class ThreadTest {
    private static final int THREADS = 64;
    private static final int ROUNDS = Integer.getInteger("schema.rounds", 5);

    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("R10 64 threads start one fresh database at the same moment: none fails, exactly one applies")
    void fresh() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SqliteFile database = SqliteFile.at(directory.resolve("fresh" + round + ".db"));
            assertThat(winners(database, Executors.newFixedThreadPool(THREADS))).containsExactly("001", "002", "003");
            assertThat(Shop.schema().verify(database).ok()).isTrue();
            assertThat(Shop.schema().history(database)).hasSize(3);
        }
    }

    @Test
    @DisplayName("R10 R23 virtual threads upgrade one older database at the same moment: one backup")
    void upgrade() throws Exception {
        SqliteFile database = SqliteFile.at(directory.resolve("older.db"));
        Shop.schema().upTo("001").initialize(database);

        assertThat(winners(database, Executors.newVirtualThreadPerTaskExecutor()))
                .containsExactly("002", "003");
        assertThat(directory.toFile().list((parent, name) -> name.endsWith(".backup")))
                .hasSize(1);
    }

    /** Every version that some thread says it applied. */
    private static List<String> winners(SqliteFile database, ExecutorService executor) throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        Callable<InitializationResult> start = () -> {
            together.await();
            return Shop.schema().initialize(database);
        };
        List<Future<InitializationResult>> results = new ArrayList<>();
        List<String> applied = new ArrayList<>();
        try (executor) {
            for (int i = 0; i < THREADS; i++) {
                results.add(executor.submit(start));
            }
            for (Future<InitializationResult> result : results) {
                assertThat(result.get().version()).isEqualTo("003");
                result.get().applied().forEach(migration -> applied.add(migration.version()));
            }
        }
        return applied;
    }
}
