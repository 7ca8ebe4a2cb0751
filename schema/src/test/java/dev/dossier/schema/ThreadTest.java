package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads of one process. {@code -Dschema.rounds=100} makes a campaign of it. */
class ThreadTest {
    private static final int THREADS = 64;
    private static final int ROUNDS = Integer.getInteger("schema.rounds", 2);

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

    @ParameterizedTest
    @CsvSource({"SQLITE, FILE", "SQLITE, DRIVER", "POSTGRESQL, DRIVER", "POSTGRESQL, POOL_OF_ONE"})
    @DisplayName("R10 200 threads, and a server that allows 100 connections: none fails, one applies each migration")
    void two_hundred(Vendor vendor, Connections connections) throws Exception {
        for (int round = 0; round < Math.max(1, ROUNDS / 5); round++) {
            String url = vendor == Vendor.SQLITE
                    ? SqliteUrl.PREFIX + directory.resolve(connections + "" + round + ".db")
                    : PostgresServer.shared().newDatabase().getURL() + "&user=postgres";
            DataSource database = connections.to(url);
            Schema shop =
                    vendor.shop().lockTimeout(Duration.ofMinutes(5)).build(); // two cores may be busy with other things

            assertThat(winners(shop, database, 200, Executors.newFixedThreadPool(200)))
                    .hasSize(Integer.parseInt(vendor.newest()))
                    .doesNotHaveDuplicates();

            assertThat(shop.verify(database).ok()).isTrue();
            if (database instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, FILE", "POSTGRESQL, POOL_OF_ONE"})
    @DisplayName(
            "R10 200 threads on a current, an older and a foreign database: none fails, one applies each migration")
    void two_hundred_on_what_is_there(Vendor vendor, Connections connections) throws Exception {
        Schema shop = vendor.shop().lockTimeout(Duration.ofMinutes(5)).build();
        for (String state : List.of("current", "older", "foreign")) {
            String url = vendor == Vendor.SQLITE
                    ? SqliteUrl.PREFIX + directory.resolve(state + ".db")
                    : PostgresServer.shared().newDatabase().getURL() + "&user=postgres";
            DataSource database = connections.to(url);
            switch (state) {
                case "current" -> shop.initialize(database);
                case "older" -> shop.upTo("001").initialize(database);
                default -> Sql.run(database, vendor.reference());
            }

            assertThat(winners(shop, database, 200, Executors.newFixedThreadPool(200)))
                    .as(state)
                    .hasSize(state.equals("current") ? 0 : Integer.parseInt(vendor.newest()) - 1)
                    .doesNotHaveDuplicates();

            assertThat(shop.verify(database).ok()).isTrue();
            if (database instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    private static List<String> winners(SqliteFile database, ExecutorService executor) throws Exception {
        return winners(Shop.schema(), database, THREADS, executor);
    }

    /** Every version that some thread says it applied. */
    private static List<String> winners(Schema schema, DataSource database, int threads, ExecutorService executor)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(threads);
        Callable<InitializationResult> start = () -> {
            together.await();
            return schema.initialize(database);
        };
        List<Future<InitializationResult>> results = new ArrayList<>();
        List<String> applied = new ArrayList<>();
        try (executor) {
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(start));
            }
            for (Future<InitializationResult> result : results) {
                assertThat(result.get().version()).isEqualTo(schema.expectedVersion());
                result.get().applied().forEach(migration -> applied.add(migration.version()));
            }
        }
        return applied;
    }
}
