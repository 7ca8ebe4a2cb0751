package dev.dossier.system.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresTrapsTest extends TrapsContract {
    PostgresTrapsTest() throws SQLException {
        super(PostgresServer.shared()::newDatabase);
    }

    @Override
    int initialise(DataSource source) throws SQLException {
        return PostgresPattern.initialise(source);
    }

    @Override
    String url() {
        return ((PGSimpleDataSource) database).getURL();
    }

    @Test
    void if_not_exists_fails_where_two_create_at_once() throws Exception {
        try (Connection one = database.getConnection();
                Statement uncommitted = one.createStatement()) {
            one.setAutoCommit(false);
            PostgresTraps.ifNotExists(uncommitted);
            Future<Boolean> waiting = Beside.run(() -> {
                try (Connection other = database.getConnection();
                        Statement statement = other.createStatement()) {
                    PostgresTraps.ifNotExists(statement);
                }
            });
            Beside.awaitWaiter(database);
            one.commit();
            assertThatThrownBy(() -> Beside.soon(waiting)).hasMessageContaining("pg_type_typname_nsp_index");
        }
    }

    @Test
    void under_the_lock_nobody_else_creates() throws Exception {
        assertThat(Beside.soon(waiter(PostgresTraps::lockBeforeCreate))).isTrue();
    }

    @Test
    void a_name_that_was_unknown_stays_unknown_in_the_transaction() throws Exception {
        assertThatThrownBy(() ->
                        Beside.soon(waiter(source -> PostgresTraps.lookLockLook(source, PostgresTraps::existsByName))))
                .hasMessageContaining("relation \"schema_history\" already exists");
    }

    @Test
    void the_catalogue_knows_what_was_committed() throws Exception {
        assertThat(Beside.soon(waiter(source -> PostgresTraps.lookLockLook(source, PostgresTraps::existsInCatalogue))))
                .isTrue();
    }

    @Test
    void repeatable_read_does_not_see_what_happened_during_the_wait() throws Exception {
        assertThatThrownBy(() -> Beside.soon(waiter(PostgresTraps::lockInRepeatableRead)))
                .hasMessageContaining("relation \"schema_history\" already exists");
    }

    @Test
    void read_committed_does() throws Exception {
        assertThat(Beside.soon(waiter(PostgresTraps::lockInReadCommitted))).isTrue();
    }

    private interface Start {
        void on(DataSource source) throws SQLException;
    }

    /** A node that waits for the lock while another creates the table. */
    private Future<Boolean> waiter(Start start) throws Exception {
        StoppedAt one = new StoppedAt("CREATE TABLE", database);
        Future<Boolean> first = Beside.run(() -> start.on(one.dataSource()));
        one.await();
        Future<Boolean> waiter = Beside.run(() -> start.on(database));
        Beside.awaitWaiter(database);
        one.goOn();
        assertThat(Beside.soon(first)).isTrue();
        return waiter;
    }
}
