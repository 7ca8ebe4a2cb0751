package dev.dossier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.errors.BusyException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database must do for the store. Each back end runs it. */
abstract class DatabaseContract {
    static final Duration WAIT = Duration.ofMillis(500);

    @TempDir
    Path directory;

    private Database database;

    /** An empty database whose waits are limited to {@link #WAIT}. */
    abstract Database create(Path directory) throws SQLException;

    @BeforeEach
    void open() throws SQLException {
        database = create(directory);
        database.write(sql -> sql.update("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, UNIQUE (name))"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long count() {
        return count(database);
    }

    static long count(Database database) {
        return database.read(sql -> sql.one("SELECT count(*) AS n FROM t", row -> row.number("n")));
    }

    static int insert(Database database, String name) {
        return database.write(sql -> sql.update("INSERT INTO t (name) VALUES (?)", name));
    }

    @Test
    void what_is_written_can_be_read_at_once() {
        assertThat(insert(database, "a")).isEqualTo(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void parameters_are_data() {
        String hostile = "'); DROP TABLE t; --";
        database.write(sql -> sql.update("INSERT INTO t (name) VALUES (?)", hostile));
        Optional<String> stored = database.read(sql -> sql.first("SELECT name FROM t", row -> row.text("name")));
        assertThat(stored).contains(hostile);
    }

    @Test
    void work_that_fails_is_undone_and_it_alone() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = threads.submit(() -> database.write(sql -> {
                await(gate);
                return true;
            }));
            List<Future<Integer>> group = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                group.add(threads.submit(() -> database.write(sql -> {
                    sql.update("INSERT INTO t (name) VALUES (?)", "name " + number);
                    if (number % 2 == 1) {
                        throw new NotFoundException("thing", "x");
                    }
                    return number;
                })));
            }
            Thread.sleep(100);
            gate.countDown();
            assertThat(first.get()).isTrue();
            for (int i = 0; i < 20; i++) {
                Future<Integer> outcome = group.get(i);
                if (i % 2 == 0) {
                    assertThat(outcome.get()).isEqualTo(i);
                } else {
                    assertThatThrownBy(outcome::get).hasCauseInstanceOf(NotFoundException.class);
                }
            }
        }
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void a_violated_constraint_fails_the_work_and_not_its_neighbours() {
        database.write(sql -> sql.update("INSERT INTO t (name) VALUES ('a')"));
        assertThatThrownBy(() -> database.write(sql -> {
                    sql.update("INSERT INTO t (name) VALUES ('b')");
                    return sql.update("INSERT INTO t (name) VALUES ('a')");
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageNotContaining("INSERT");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void an_error_in_the_work_is_a_failure_of_that_work_only() {
        assertThatThrownBy(() -> database.write(sql -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StorageException.class);
        assertThat(insert(database, "a")).isEqualTo(1);
    }

    @Test
    void a_wait_has_a_limit_and_says_so() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> slow = threads.submit(() -> database.write(sql -> {
                begun.countDown();
                await(gate);
                return true;
            }));
            begun.await();
            assertThatThrownBy(() -> database.write(sql -> sql.update("INSERT INTO t (name) VALUES ('late')")))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("please retry");
            gate.countDown();
            assertThat(slow.get()).isTrue();
        }
        assertThat(count()).as("what was answered busy is not done later").isZero();
    }

    @Test
    void an_interrupted_wait_is_given_up() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> slow = threads.submit(() -> database.write(sql -> {
                begun.countDown();
                await(gate);
                return true;
            }));
            begun.await();
            Thread waiting = Thread.ofVirtual()
                    .unstarted(() -> assertThatThrownBy(
                                    () -> database.write(sql -> sql.update("INSERT INTO t (name) VALUES ('late')")))
                            .isInstanceOf(BusyException.class));
            waiting.start();
            Thread.sleep(50);
            waiting.interrupt();
            waiting.join();
            gate.countDown();
            assertThat(slow.get()).isTrue();
        }
        assertThat(count()).isZero();
    }

    @Test
    void many_writers_lose_nothing() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                writes.add(threads.submit(
                        () -> database.write(sql -> sql.update("INSERT INTO t (name) VALUES (?)", "n" + number))));
            }
            for (Future<Integer> write : writes) {
                assertThat(write.get()).isEqualTo(1);
            }
        }
        assertThat(count()).isEqualTo(1000);
    }

    @Test
    void more_statements_than_are_kept_can_be_used() {
        database.write(sql -> {
            for (int i = 0; i < 300; i++) {
                sql.update("INSERT INTO t (name) VALUES ('n" + i + "')");
            }
            return sql.update("UPDATE t SET name = name || ?", "!");
        });
        assertThat(count()).isEqualTo(300);
    }

    @Test
    void a_closed_database_refuses_writes() {
        database.close();
        assertThatThrownBy(() -> database.write(sql -> true)).isInstanceOf(BusyException.class);
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
