package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** Older and newer nodes on one database. */
@Timeout(120)
class RollingRestartTest {
    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir
    Path directory = Path.of("");

    private final ExecutorService nodes = Executors.newCachedThreadPool();

    @ParameterizedTest
    @CsvSource({"SQLITE, 001, 002", "POSTGRESQL, 001, 002", "POSTGRESQL, 004, 006"})
    @DisplayName(
            "R13 older nodes read, write and restart while a newer one upgrades: no statement fails, nothing is lost")
    void serving(Vendor vendor, String older, String newer) throws Exception {
        try (Grounds grounds = new Grounds(vendor, directory)) {
            DataSource database = grounds.unpooled(grounds.next());
            Schema old = vendor.shop().build().upTo(older);
            old.initialize(database);
            Sql.run(database, Shape.CUSTOMER);
            AtomicBoolean stop = new AtomicBoolean();
            List<Future<Integer>> serving = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                int first = 1000 * (node + 1);
                serving.add(nodes.submit(() -> serve(old, patient(vendor, grounds.url(database)), first, stop)));
            }
            Thread.sleep(200);
            List<Future<InitializationResult>> upgrading = new ArrayList<>();
            for (int node = 0; node < 2; node++) {
                upgrading.add(
                        nodes.submit(() -> vendor.shop().build().upTo(newer).initialize(database)));
            }
            int applied = 0;
            for (Future<InitializationResult> upgrade : upgrading) {
                assertThat(upgrade.get().version()).isEqualTo(newer);
                applied += upgrade.get().applied().size();
            }
            assertThat(applied).isEqualTo(Integer.parseInt(newer) - Integer.parseInt(older));
            Thread.sleep(200);
            stop.set(true);
            int written = 1;
            for (Future<Integer> node : serving) {
                assertThat(node.get()).isPositive();
                written += node.get();
            }
            assertThat(Sql.one(database, "SELECT count(*) FROM orders")).isEqualTo("" + written);
            assertThat(vendor.shop().build().upTo(newer).verify(database).ok()).isTrue();
        }
    }

    /** Connections of a program that waits for others to write. */
    private static DataSource patient(Vendor vendor, String url) {
        DataSource source = Connections.DRIVER.to(url);
        if (vendor == Vendor.SQLITE) {
            ((SQLiteDataSource) source)
                    .setBusyTimeout((int) Duration.ofMinutes(1).toMillis());
        }
        return source;
    }

    /** Restarts, writes and reads until told to stop; answers how much it wrote. */
    private static int serve(Schema schema, DataSource database, int first, AtomicBoolean stop) throws SQLException {
        int written = 0;
        while (!stop.get()) {
            InitializationResult result = schema.initialize(database);
            assertThat(result.changedDatabase()).isFalse();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 5; i++) {
                    statement.executeUpdate(
                            "INSERT INTO orders (id, customer, cents) VALUES (" + (first + written) + ", 1, 5)");
                    written++;
                    try (ResultSet name = statement.executeQuery("SELECT name FROM customers WHERE id = 1")) {
                        assertThat(name.next()).isTrue();
                    }
                }
            }
        }
        return written;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R13 an older node that the newer schema does not allow refuses and names both versions")
    void refuses(Vendor vendor) throws Exception {
        try (Grounds grounds = new Grounds(vendor, directory)) {
            DataSource database = grounds.next();
            Schema shop = vendor.shop().build();
            shop.upTo("003").initialize(database);

            assertThatThrownBy(() -> shop.upTo("002").initialize(database))
                    .isInstanceOf(SchemaException.NewerSchema.class)
                    .hasMessageContainingAll("version 003", "version 002");

            assertThat(shop.upTo("003").initialize(database).changedDatabase()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R10 R13 while a newer node upgrades another newer one waits, and older ones read and restart")
    void waits(Vendor vendor) throws Exception {
        try (Grounds grounds = new Grounds(vendor, directory)) {
            DataSource database = grounds.unpooled(grounds.next());
            Schema old = vendor.shop().build().upTo("001");
            old.initialize(database);
            Sql.run(database, Shape.CUSTOMER);
            CountDownLatch committing = new CountDownLatch(1);
            CountDownLatch allowed = new CountDownLatch(1);
            Schema stopping = vendor.shop()
                    .listener(new StopAtCommit(committing, allowed))
                    .build()
                    .upTo("002");
            Future<InitializationResult> first = nodes.submit(() -> stopping.initialize(database));
            assertThat(committing.await(SHORT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Future<InitializationResult> second =
                    nodes.submit(() -> vendor.shop().build().upTo("002").initialize(database));

            Future<InitializationResult> restarting = nodes.submit(() -> old.initialize(database));
            assertThat(restarting.get(SHORT.toSeconds(), TimeUnit.SECONDS).version())
                    .isEqualTo("001");
            assertThat(Sql.list(database, "SELECT cents FROM orders")).containsExactly("5");
            Thread.sleep(500);
            assertThat(second.isDone()).isFalse();

            allowed.countDown();
            assertThat(first.get().applied()).hasSize(1);
            assertThat(second.get().applied()).isEmpty();
            assertThat(second.get().contended()).isTrue();
            assertThat(second.get().version()).isEqualTo("002");
            assertThat(old.initialize(database).newer()).isTrue();
        }
    }

    private record StopAtCommit(CountDownLatch reached, CountDownLatch allowed) implements SchemaListener {
        @Override
        public void step(Step step) {
            if (step == Step.COMMIT) {
                reached.countDown();
                try {
                    allowed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Test
    @DisplayName(
            "R13 while CREATE INDEX CONCURRENTLY takes its time, a compatible older node starts at once, another refuses,"
                    + " and a newer one waits")
    void long_index() throws Exception {
        try (Grounds grounds = new Grounds(Vendor.POSTGRESQL, directory)) {
            DataSource database = grounds.unpooled(grounds.next());
            Schema shop = Vendor.POSTGRESQL.shop().build();
            shop.upTo("004").initialize(database);
            List<Future<InitializationResult>> upgrading = new ArrayList<>();
            try (Connection other = database.getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO customers (id, name) VALUES (7, 'Grace')");
                upgrading.add(nodes.submit(() -> shop.upTo("005").initialize(database)));
                String waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE '%CREATE INDEX CONCURRENTLY%'";
                while (!Sql.one(database, waiting).equals("1")) {
                    Thread.sleep(10);
                }
                upgrading.add(nodes.submit(() -> shop.upTo("005").initialize(database)));

                InitializationResult restarted = nodes.submit(
                                () -> shop.upTo("004").initialize(database))
                        .get(5, TimeUnit.SECONDS);
                assertThat(restarted.newer()).isTrue();
                assertThat(restarted.changedDatabase()).isFalse();
                assertThatThrownBy(() -> shop.upTo("003").initialize(database))
                        .isInstanceOf(SchemaException.NewerSchema.class)
                        .hasMessageContainingAll("version 005", "version 003");
                Thread.sleep(500);
                assertThat(upgrading).noneMatch(Future::isDone);
                other.rollback();
            }
            int applied = 0;
            for (Future<InitializationResult> upgrade : upgrading) {
                applied += upgrade.get(SHORT.toSeconds(), TimeUnit.SECONDS)
                        .applied()
                        .size();
            }
            assertThat(applied).isEqualTo(1);
            assertThat(shop.upTo("005").verify(database).ok()).isTrue();
        }
    }
}
