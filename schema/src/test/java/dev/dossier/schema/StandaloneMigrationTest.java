package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that cannot run in a transaction, on PostgreSQL. */
class StandaloneMigrationTest {
    private static final Migration TABLE = Migration.of(
            "001", "create_words", "CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('a'), ('b')");
    private static final Migration INDEX =
            Migration.of("002", "index_words", """
                    -- compatible-from: 001
                    -- transactional: false
                    CREATE UNIQUE INDEX CONCURRENTLY words_word ON words (word);
                    """).undoneBy("DROP INDEX words_word");
    private static final Migration COLUMN = Migration.of(
                    "003", "count_words", "ALTER TABLE words ADD COLUMN count INTEGER")
            .undoneBy("ALTER TABLE words DROP COLUMN count");
    private static final Migration VACUUM = Migration.of("004", "clean", "-- transactional: false\nVACUUM words");
    private static final Schema WORDS = Schema.named("words")
            .migrations(Migrations.of(TABLE, INDEX, COLUMN, VACUUM))
            .build();

    private DataSource database = SqliteFile.at(Path.of(""));

    @BeforeEach
    void create() throws SQLException {
        database = PostgresServer.shared().newDatabase();
    }

    @Test
    @DisplayName("they run in their turn, each with its row, and the database is then current")
    void in_turn() throws Exception {
        InitializationResult result = WORDS.initialize(database);

        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("001", "002", "003", "004");
        assertThat(result.previousVersion()).isEqualTo("unknown");
        assertThat(result.version()).isEqualTo("004");
        assertThat(WORDS.history(database)).extracting(AppliedMigration::status).containsOnly("completed");
        assertThat(WORDS.verify(database).ok()).isTrue();
        assertThat(WORDS.initialize(database).applied()).isEmpty();
        assertThat(invalidIndexes()).isEmpty();
    }

    @Test
    @DisplayName("R16 they are told of as their rows are, and every wait for the lock counts")
    void told() throws Exception {
        List<AppliedMigration> heard = new ArrayList<>();
        AtomicInteger locks = new AtomicInteger();
        try (Connection other = database.getConnection();
                Statement hold = other.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Schema schema = Schema.named("words")
                    .migrations(Migrations.of(TABLE, INDEX, COLUMN, VACUUM))
                    .listener(new SchemaListener() {
                        @Override
                        public void step(Step step) {
                            if (step == Step.LOCK && locks.incrementAndGet() == 1) {
                                holdFor(hold, threads);
                            }
                        }

                        @Override
                        public void applied(AppliedMigration migration) {
                            heard.add(migration);
                        }
                    })
                    .build();

            InitializationResult result = schema.initialize(database);

            assertThat(result.lockWait()).isGreaterThan(Duration.ofMillis(100));
        }
        assertThat(heard).extracting(AppliedMigration::status).containsOnly("completed");
        assertThat(heard.get(1).executionTime())
                .hasValueSatisfying(time -> assertThat(time).isPositive());
        assertThat(locks.get()).isGreaterThan(1);
    }

    @Test
    @DisplayName(
            "R11 what was committed before one that fails is said to be kept, and what one did that did too little")
    void kept() throws Exception {
        WORDS.upTo("001").initialize(database);
        Sql.run(database, "INSERT INTO words VALUES ('a')");
        assertThatThrownBy(() -> WORDS.initialize(database))
                .isInstanceOf(SchemaException.MigrationFailed.class)
                .hasMessageContaining("The database keeps version 001");
        assertThat(WORDS.version(database)).isEqualTo("001");
        assertThatThrownBy(() -> Schema.named("other")
                        .migrations(Migrations.of(Migration.of("001", "other", "CREATE TABLE other (a nothing)")))
                        .build()
                        .initialize(PostgresServer.shared().newDatabase()))
                .hasMessageContaining("Nothing was changed");
        Sql.run(database, "DELETE FROM words WHERE ctid = (SELECT max(ctid) FROM words)");
        FaultyDataSource.Counted spoiling = FaultyDataSource.failing(database, new FaultyDataSource.Fault() {
            @Override
            public void at(int number, boolean done) {}

            @Override
            public void at(int number, boolean done, Connection connection, String sql) throws SQLException {
                if (done && sql.contains("CONCURRENTLY")) {
                    Sql.run(database, "DROP INDEX words_word");
                }
            }
        });
        assertThatThrownBy(() -> WORDS.initialize(spoiling))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContainingAll("after migration 002", "index words_word", "what the migration did stays");
    }

    @Test
    @DisplayName("R10 R18 however many others take their turns with the lock, it goes on")
    void among_many_that_wait() throws Exception {
        int others = 6;
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(others)) {
            List<Future<Integer>> turns = IntStream.range(0, others)
                    .mapToObj(i -> threads.submit(() -> takeTurns(over)))
                    .toList();
            try {
                Schema patient = Schema.named("words")
                        .migrations(Migrations.of(TABLE, INDEX, COLUMN, VACUUM))
                        .lockTimeout(Duration.ofSeconds(20))
                        .build();
                assertThat(patient.initialize(database).applied()).hasSize(4);
            } finally {
                over.set(true);
            }
            int taken = 0;
            for (Future<Integer> turn : turns) {
                taken += turn.get();
            }
            assertThat(taken).as("turns of others").isPositive();
        }
    }

    /** What a process does that waits for the lock, looks, and lets go of it. */
    private int takeTurns(AtomicBoolean over) throws SQLException, InterruptedException {
        int taken = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                try {
                    statement.execute("BEGIN; SET LOCAL lock_timeout = '200ms'; SELECT pg_advisory_xact_lock("
                            + PostgresExclusion.KEY + ")");
                    Thread.sleep(20);
                    taken++;
                } catch (SQLException notYet) {
                    assertThat(notYet.getSQLState()).isEqualTo("55P03");
                }
                statement.execute("ROLLBACK");
            }
        }
        return taken;
    }

    @Test
    @DisplayName("one that fails although it did its work keeps its row, and the next start completes it")
    void fails_too_late() throws Exception {
        WORDS.upTo("001").initialize(database);
        FaultyDataSource.Counted broken = FaultyDataSource.failing(database, new FaultyDataSource.Fault() {
            @Override
            public void at(int number, boolean done) {}

            @Override
            public void at(int number, boolean done, Connection connection, String sql) throws SQLException {
                if (done && sql.contains("CONCURRENTLY")) {
                    throw new SQLException("injected", "XX000");
                }
            }
        });

        assertThatThrownBy(() -> WORDS.initialize(broken)).isInstanceOf(SchemaException.class);

        assertThat(WORDS.history(database))
                .extracting(AppliedMigration::status)
                .containsExactly("completed", "started");
        assertThat(WORDS.initialize(database).applied()).hasSize(3);
        assertThat(WORDS.verify(database).ok()).isTrue();
    }

    @Test
    @DisplayName("undo runs in a transaction")
    void undone() throws Exception {
        Schema three = WORDS.upTo("003");
        three.initialize(database);

        assertThat(three.rollback(database, "001").undone()).hasSize(2);
        assertThat(three.upTo("001").verify(database).ok()).isTrue();
        assertThat(three.initialize(database).applied()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("eight nodes at once: one runs each, nobody deadlocks, a pool of one is enough")
    void nodes(boolean pooled) throws Exception {
        int nodes = 8;
        CyclicBarrier together = new CyclicBarrier(nodes);
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
            Callable<Integer> start = () -> {
                if (!pooled) {
                    together.await();
                    return WORDS.initialize(database).applied().size();
                }
                try (HikariDataSource pool = poolOfOne(database)) {
                    together.await();
                    return WORDS.initialize(pool).applied().size();
                }
            };
            int applied = 0;
            for (Future<Integer> result : threads.invokeAll(
                    IntStream.range(0, nodes).mapToObj(i -> start).toList())) {
                applied += result.get();
            }
            assertThat(applied).isEqualTo(4);
        }
        assertThat(WORDS.verify(database).ok()).isTrue();
        assertThat(invalidIndexes()).isEmpty();
    }

    @Test
    @DisplayName("one that was interrupted is found: its INVALID index is replaced and its row completed")
    void interrupted() throws Exception {
        WORDS.upTo("001").initialize(database);
        leaveInvalidIndex();
        Sql.run(
                database,
                "INSERT INTO schema_migrations (version, description, applied_at, status, checksum) VALUES"
                        + " ('002', 'index_words', 'then', 'started', '" + INDEX.checksum() + "')");

        assertThat(WORDS.version(database)).isEqualTo("001");
        assertThat(WORDS.plan(database).pending()).hasSize(3);
        assertThatThrownBy(() -> WORDS.rollback(database, "000")).hasMessageContaining("migration 002 was interrupted");
        InitializationResult result = WORDS.initialize(database);

        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("002", "003", "004");
        assertThat(invalidIndexes()).isEmpty();
        assertThat(WORDS.verify(database).ok()).isTrue();
        assertThat(WORDS.history(database)).extracting(AppliedMigration::status).containsOnly("completed");
    }

    @Test
    @DisplayName("one whose statement came to its end and whose row did not is only recorded")
    void finished_but_not_recorded() throws Exception {
        WORDS.upTo("001").initialize(database);
        Sql.run(
                database,
                "CREATE UNIQUE INDEX words_word ON words (word); INSERT INTO schema_migrations (version, description,"
                        + " applied_at, status) VALUES ('002', 'index_words', 'then', 'started')");
        String before = Sql.one(database, "SELECT 'words_word'::regclass::oid");

        WORDS.initialize(database);

        assertThat(Sql.one(database, "SELECT 'words_word'::regclass::oid")).isEqualTo(before);
        assertThat(WORDS.verify(database).ok()).isTrue();
    }

    @Test
    @DisplayName("one that fails takes its row and its INVALID index along")
    void fails() throws Exception {
        WORDS.upTo("001").initialize(database);
        Sql.run(database, "INSERT INTO words VALUES ('a')");

        assertThatThrownBy(() -> WORDS.initialize(database))
                .isInstanceOf(SchemaException.MigrationFailed.class)
                .hasMessageContaining("migration failed at 002 (index_words)")
                .hasMessageContaining("could not create unique index");

        assertThat(invalidIndexes()).isEmpty();
        assertThat(WORDS.history(database)).hasSize(1);
        Sql.run(database, "DELETE FROM words WHERE ctid = (SELECT max(ctid) FROM words)");
        assertThat(WORDS.initialize(database).applied()).hasSize(3);
    }

    @Test
    @DisplayName("R18 while one runs for long, an older compatible node starts, and a newer one waits")
    void older_node_meanwhile() throws Exception {
        WORDS.upTo("001").initialize(database);
        try (Connection reader = database.getConnection();
                Statement statement = reader.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM words");
            Future<InitializationResult> newer = threads.submit(() -> WORDS.initialize(database));
            while (WORDS.history(database).size() < 2) {
                Thread.sleep(10);
            }
            Future<InitializationResult> waiting = threads.submit(() -> WORDS.initialize(database));

            InitializationResult older = WORDS.upTo("001").initialize(database);

            assertThat(older.newer()).isTrue();
            assertThat(newer.isDone()).as("waits for the reader").isFalse();
            statement.execute("COMMIT");
            assertThat(newer.get().applied().size() + waiting.get().applied().size())
                    .isEqualTo(3);
        }
        assertThat(WORDS.verify(database).ok()).isTrue();
    }

    @Test
    @DisplayName("R10 the time that a migration takes is no time of waiting for the lock")
    void long_migration() throws Exception {
        WORDS.upTo("001").initialize(database);
        AtomicInteger locks = new AtomicInteger();
        try (Connection reader = database.getConnection();
                Connection other = database.getConnection();
                Statement read = reader.createStatement();
                Statement hold = other.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            read.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM words");
            Schema hasty = Schema.named("words")
                    .migrations(Migrations.of(TABLE, INDEX, COLUMN, VACUUM))
                    .lockTimeout(Duration.ofMillis(800))
                    .listener(new SchemaListener() {
                        @Override
                        public void step(Step step) {
                            if (step == Step.LOCK && locks.incrementAndGet() == 3) {
                                holdFor(hold, threads);
                            }
                        }
                    })
                    .build();
            Future<InitializationResult> start = threads.submit(() -> hasty.initialize(database));
            Thread.sleep(1200); // the index waits for the reader, for longer than a lock may be waited for
            read.execute("COMMIT");

            assertThat(start.get().applied()).hasSize(3);
        }
    }

    private static void holdFor(Statement hold, ExecutorService threads) {
        try {
            hold.execute("SELECT pg_advisory_lock(" + PostgresExclusion.KEY + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        threads.execute(() -> {
            try {
                Thread.sleep(300);
                hold.execute("SELECT pg_advisory_unlock(" + PostgresExclusion.KEY + ")");
            } catch (InterruptedException | SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    @DisplayName("what cannot be run alone is refused before any database is touched")
    void refused() {
        Migration two = Migration.of("002", "two", "-- transactional: false\nVACUUM; ANALYZE");
        assertThatThrownBy(() -> new PostgresDialect().requireRunnable(two))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("has 2 statements");
        assertThatThrownBy(() -> Schema.named("first")
                        .migrations(Migrations.of(Migration.of("001", "a", "-- transactional: false\nVACUUM")))
                        .build()
                        .initialize(database))
                .hasMessageContaining("declares 'transactional: false'");
        assertThatThrownBy(() -> WORDS.initialize(SqliteFile.at(Path.of("never.db"))))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("SQLite can change a schema in a transaction");
    }

    private void leaveInvalidIndex() throws SQLException {
        Sql.run(database, "INSERT INTO words VALUES ('a')");
        assertThatThrownBy(() -> Sql.run(database, "CREATE UNIQUE INDEX CONCURRENTLY words_word ON words (word)"))
                .isInstanceOf(SQLException.class);
        Sql.run(database, "DELETE FROM words WHERE ctid = (SELECT max(ctid) FROM words)");
        assertThat(invalidIndexes()).containsExactly("words_word");
    }

    private List<String> invalidIndexes() throws SQLException {
        return Sql.list(database, "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid");
    }

    static HikariDataSource poolOfOne(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }
}
