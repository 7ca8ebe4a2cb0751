package dev.dossier.system.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The traps behind a transaction-pooling proxy that shares two server connections. */
abstract class ProxyTrapsContract {
    private final PGSimpleDataSource server;

    ProxyTrapsContract() throws SQLException {
        server = PostgresServer.shared().newDatabase();
    }

    /** What a test does through a proxy. */
    interface Work {
        void through(DataSource proxy) throws Exception;
    }

    abstract void with(PGSimpleDataSource database, Work work) throws Exception;

    @Test
    void two_clients_have_the_lock_of_one_session() throws Exception {
        with(server, proxy -> {
            StoppedAt one = new StoppedAt("CREATE TABLE", proxy);
            Future<Boolean> start = Beside.run(() -> ProxyTraps.sessionLock(one.dataSource()));
            one.await();
            ProxyTraps.sessionLock(proxy);
            one.goOn();
            assertThatThrownBy(() -> Beside.soon(start)).hasMessageContaining("already exists");
        });
    }

    @Test
    void the_lock_of_a_session_stays_when_the_client_has_gone() throws Exception {
        with(server, proxy -> {
            StoppedAt one = new StoppedAt("pg_advisory_unlock", proxy);
            Future<Boolean> start = Beside.run(() -> ProxyTraps.sessionLock(one.dataSource()));
            one.await();
            try (Connection other = proxy.getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("SELECT 1"); // on the server connection that has the lock
                one.goOn();
                assertThat(Beside.soon(start)).isTrue();
                other.commit();
            }
            assertThat(isFree()).isFalse();
        });
    }

    @Test
    void the_lock_of_a_transaction_is_had_by_one_and_given_back() throws Exception {
        with(server, proxy -> {
            StoppedAt one = new StoppedAt("CREATE TABLE", proxy);
            Future<Boolean> start = Beside.run(() -> ProxyTraps.transactionLock(one.dataSource()));
            one.await();
            Future<Boolean> other = Beside.run(() -> ProxyTraps.transactionLock(proxy));
            Beside.awaitWaiter(server);
            one.goOn();
            assertThat(Beside.soon(start)).isTrue();
            assertThat(Beside.soon(other)).isTrue();
            assertThat(isFree()).isTrue();
        });
    }

    @Test
    void a_setting_of_the_session_is_somebody_elses() throws Exception {
        with(server, proxy -> {
            try (Connection connection = proxy.getConnection()) {
                ProxyTraps.sessionSetting(connection);
            }
            assertThat(lockTimeout(proxy)).isEqualTo("7s");
        });
    }

    @Test
    void a_local_setting_ends_with_its_transaction() throws Exception {
        with(server, proxy -> {
            try (Connection connection = proxy.getConnection()) {
                ProxyTraps.localSetting(connection);
            }
            assertThat(lockTimeout(proxy)).isEqualTo("0");
        });
    }

    @Test
    void the_pattern_works() throws Exception {
        with(server, proxy -> {
            StoppedAt one = new StoppedAt("CREATE TABLE", proxy);
            Future<Integer> start = Beside.answer(() -> PostgresPattern.initialise(one.dataSource()));
            one.await();
            Future<Integer> other = Beside.answer(() -> PostgresPattern.initialise(proxy));
            Beside.awaitWaiter(server);
            one.goOn();
            assertThat(Beside.soon(start)).isEqualTo(2);
            assertThat(Beside.soon(other)).isZero();
        });
    }

    private boolean isFree() throws SQLException {
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement()) {
            return IndexTrap.isTrue(statement, "SELECT pg_try_advisory_lock(815)");
        }
    }

    private static String lockTimeout(DataSource proxy) throws SQLException {
        try (Connection connection = proxy.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SHOW lock_timeout")) {
            return answer.next() ? answer.getString(1) : "";
        }
    }
}
