package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dossier.testkit.PgBouncer;
import dev.dossier.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A proxy that gives every transaction another connection, and a driver that was not told of it. */
class TransactionPoolingTest {
    private static final int THREADS = 30;

    private final Schema shop =
            Vendor.POSTGRESQL.shop().lockTimeout(Duration.ofMinutes(5)).build();

    @BeforeEach
    void isThere() {
        assumeTrue(PgBouncer.isInstalled(), "PgBouncer is not installed on this machine: apt install pgbouncer");
    }

    private static String url(PgBouncer bouncer, PGSimpleDataSource database) {
        return "jdbc:postgresql://127.0.0.1:" + bouncer.port() + "/" + database.getDatabaseName() + "?user=postgres";
    }

    @Test
    @DisplayName(
            "R10 30 threads at once through the proxy: none fails, one applies each migration, also those outside a transaction")
    void threads() throws Exception {
        PGSimpleDataSource direct = PostgresServer.shared().newDatabase();
        try (PgBouncer bouncer = PgBouncer.start(PostgresServer.shared(), 5);
                ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            DataSource database = Connections.DRIVER.to(url(bouncer, direct));
            CyclicBarrier together = new CyclicBarrier(THREADS);
            Callable<InitializationResult> start = () -> {
                together.await();
                return shop.initialize(database);
            };
            List<Future<InitializationResult>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(executor.submit(start));
            }
            List<String> applied = new ArrayList<>();
            for (Future<InitializationResult> result : results) {
                result.get().applied().forEach(migration -> applied.add(migration.version()));
            }
            assertThat(applied)
                    .hasSize(Integer.parseInt(shop.expectedVersion()))
                    .doesNotHaveDuplicates();
        }
        assertThat(shop.verify(direct).ok()).isTrue();
        assertThat(Sql.list(direct, "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                .isEmpty();
        assertThat(Sql.list(direct, "SELECT objid FROM pg_locks WHERE locktype = 'advisory'"))
                .isEmpty();
    }

    @Test
    @DisplayName("the same connections are used so often that the driver names its statements: nothing fails")
    void long_lived_connections() throws Exception {
        PGSimpleDataSource direct = PostgresServer.shared().newDatabase();
        try (PgBouncer bouncer = PgBouncer.start(PostgresServer.shared(), 4);
                HikariDataSource pool = poolOfTwo(url(bouncer, direct));
                ExecutorService executor = Executors.newFixedThreadPool(2)) {
            AtomicBoolean stop = new AtomicBoolean();
            DataSource noise = Connections.DRIVER.to(url(bouncer, direct));
            List<Future<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                others.add(executor.submit(() -> disturb(noise, stop)));
            }
            for (int round = 0; round < 12; round++) {
                assertThat(shop.initialize(pool).version()).isEqualTo(shop.expectedVersion());
                assertThat(shop.verify(pool).ok()).isTrue();
                assertThat(shop.history(pool)).hasSize(10);
                assertThat(shop.plan(pool).pending()).isEmpty();
                assertThat(shop.rollback(pool, round % 2 == 0 ? "001" : "000").undone())
                        .isNotEmpty();
            }
            stop.set(true);
            for (Future<Integer> other : others) {
                assertThat(other.get()).isPositive();
            }
        }
    }

    private static HikariDataSource poolOfTwo(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    /** Takes server connections for a moment, so that whoever comes next gets another. */
    private static int disturb(DataSource database, AtomicBoolean stop) throws Exception {
        int times = 0;
        while (!stop.get()) {
            Sql.one(database, "SELECT pg_sleep(0.005)");
            times++;
        }
        return times;
    }
}
