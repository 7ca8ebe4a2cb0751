package dev.dossier.system.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class IndexTrapTest {
    private final PGSimpleDataSource database;

    IndexTrapTest() throws SQLException {
        database = PostgresServer.shared().newDatabase();
    }

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        }
    }

    @Test
    void under_the_lock_it_never_ends_and_leaves_an_invalid_index() throws Exception {
        assertThatThrownBy(() -> IndexTrap.indexUnderLock(impatient())).hasMessageContaining("lock timeout");
        assertThat(isValid()).isFalse();
        IndexTrap.indexUnderLock(database);
        assertThat(isValid())
                .as("content, since there is an index of that name")
                .isFalse();

        IndexTrap.indexBesideLock(database);
        assertThat(isValid()).as("built anew").isTrue();
    }

    @Test
    void a_node_that_waits_in_a_transaction_stops_it() throws Exception {
        StoppedAt one = new StoppedAt("CREATE INDEX", impatient());
        Future<Boolean> start = Beside.run(() -> IndexTrap.indexBesideLock(one.dataSource()));
        one.await();
        Future<Boolean> waiter = Beside.run(() -> PostgresTraps.lockBeforeCreate(database));
        Beside.awaitWaiter(database);
        one.goOn();
        assertThatThrownBy(() -> Beside.soon(start)).hasMessageContaining("lock timeout");
        assertThat(Beside.soon(waiter)).isTrue();
    }

    @Test
    void a_node_that_waits_outside_of_one_does_not() throws Exception {
        StoppedAt one = new StoppedAt("CREATE INDEX", impatient());
        Future<Boolean> start = Beside.run(() -> IndexTrap.indexBesideLock(one.dataSource()));
        one.await();
        Future<Boolean> waiter = Beside.run(() -> IndexTrap.indexBesideLock(database));
        Thread.sleep(200);
        assertThat(waiter).isNotDone();
        one.goOn();
        assertThat(Beside.soon(start)).isTrue();
        assertThat(Beside.soon(waiter)).isTrue();
        assertThat(isValid()).isTrue();
    }

    /** The same database, where nobody waits for ever. */
    private PGSimpleDataSource impatient() {
        PGSimpleDataSource source = PostgresServer.shared().database(database.getDatabaseName());
        source.setOptions("-c lock_timeout=1500");
        return source;
    }

    private boolean isValid() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            return IndexTrap.isTrue(
                    statement, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'notes_text'::regclass");
        }
    }
}
