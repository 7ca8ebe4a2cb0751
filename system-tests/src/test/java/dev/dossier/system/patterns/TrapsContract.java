package dev.dossier.system.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The traps of every database, and the pattern where each of them would snap. */
abstract class TrapsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int NODES = 8;
    private static final int ROUNDS = 3;

    private final Databases databases;
    final DataSource database;

    TrapsContract(Databases databases) throws SQLException {
        this.databases = databases;
        this.database = databases.fresh();
    }

    /** Where new databases come from. */
    interface Databases {
        DataSource fresh() throws SQLException;
    }

    /** The pattern for this kind of database. */
    abstract int initialise(DataSource source) throws Exception;

    /** How another process finds the database. */
    abstract String url();

    @Test
    @DisplayName("many at once: one applies everything, the others nothing")
    void many_at_once() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            DataSource fresh = databases.fresh();
            CountDownLatch gate = new CountDownLatch(1);
            List<Future<Integer>> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(Beside.answer(() -> {
                    gate.await();
                    return initialise(fresh);
                }));
            }
            gate.countDown();
            List<Integer> applied = new ArrayList<>();
            for (Future<Integer> node : nodes) {
                applied.add(Beside.soon(node));
            }
            assertThat(applied).filteredOn(count -> count == 2).hasSize(1);
            assertThat(applied).filteredOn(count -> count == 0).hasSize(NODES - 1);
        }
    }

    @Test
    void looking_and_creating_without_a_lock_fails() throws Exception {
        StoppedAt one = new StoppedAt("CREATE TABLE notes", database);
        Future<Boolean> start = Beside.run(() -> Traps.lookThenCreate(one.dataSource()));
        one.await();
        Traps.lookThenCreate(database);
        one.goOn();
        assertThatThrownBy(() -> Beside.soon(start)).hasMessageContaining("already exists");
    }

    @Test
    void the_pattern_waits_there() throws Exception {
        StoppedAt one = new StoppedAt("CREATE TABLE notes", database);
        Future<Integer> start = Beside.answer(() -> initialise(one.dataSource()));
        one.await();
        Future<Integer> other = Beside.answer(() -> initialise(database));
        Thread.sleep(100);
        assertThat(other).isNotDone();
        one.goOn();
        assertThat(Beside.soon(start)).isEqualTo(2);
        assertThat(Beside.soon(other)).isZero();
    }

    @Test
    void recording_later_leaves_a_database_that_nobody_can_start() throws Exception {
        dieAt("INSERT INTO schema_history", Traps::recordLater);
        for (int restart = 0; restart < 2; restart++) {
            assertThatThrownBy(() -> Traps.recordLater(database)).hasMessageContaining("already exists");
        }
    }

    @Test
    void the_pattern_begins_anew_there() throws Exception {
        dieAt("INSERT INTO schema_history", source -> initialise(source));
        assertThat(initialise(database)).isEqualTo(2);
    }

    @Test
    void a_lock_row_survives_a_kill() throws Exception {
        execute("CREATE TABLE init_lock (locked INTEGER NOT NULL)");
        execute("INSERT INTO init_lock VALUES (0)");
        killInside("row");
        Future<Boolean> next = Beside.run(() -> Traps.lockRow(database, statement -> {}));
        Thread.sleep(500);
        assertThat(next).isNotDone();
        assertThat(next.cancel(true)).isTrue();
    }

    @Test
    void the_lock_of_the_pattern_dies_with_its_process() throws Exception {
        killInside("pattern");
        assertThat(Beside.soon(Beside.answer(() -> initialise(database)))).isEqualTo(2);
    }

    private interface Start {
        void on(DataSource source) throws Exception;
    }

    private void dieAt(String text, Start start) throws Exception {
        StoppedAt dying = new StoppedAt(text, database);
        Future<Boolean> first = Beside.run(() -> start.on(dying.dataSource()));
        dying.await();
        dying.die();
        assertThatThrownBy(() -> Beside.soon(first)).hasCauseInstanceOf(StoppedAt.Died.class);
    }

    private void killInside(String what) {
        try (RunningProgram process =
                Program.java(Node.class.getName(), what, url()).start()) {
            process.awaitLine("inside", PATIENCE);
            process.kill();
            assertThat(process.awaitEnd(PATIENCE).exitCode()).isEqualTo(137);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String value(String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            return answer.next() ? answer.getString(1) : "";
        }
    }
}
