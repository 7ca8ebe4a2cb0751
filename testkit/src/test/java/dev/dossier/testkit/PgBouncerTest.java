package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import javax.sql.DataSource;

class PgBouncerTest {
    private static final String WHO = "SELECT pg_backend_pid()";

    @BeforeEach
    void isThere() {
        assumeTrue(PgBouncer.isInstalled(), "PgBouncer is not installed on this machine: apt install pgbouncer");
    }

    @Test
    void a_transaction_has_its_server_connection_and_the_next_client_may_have_the_same() throws SQLException {
        DataSource direct = PostgresServer.shared().newDatabase();
        try (PgBouncer bouncer = PgBouncer.start(PostgresServer.shared(), 2)) {
            DataSource pooled = bouncer.before(direct);
            try (Connection one = pooled.getConnection();
                    Connection other = pooled.getConnection()) {
                assertThat(who(one)).isEqualTo(who(other));
                one.setAutoCommit(false);
                assertThat(who(one)).isEqualTo(who(one)).isNotEqualTo(who(other));
            }
        }
    }

    @Test
    void stops() throws SQLException {
        DataSource pooled;
        try (PgBouncer bouncer = PgBouncer.start(PostgresServer.shared(), 2)) {
            pooled = bouncer.before(PostgresServer.shared().database("postgres"));
            pooled.getConnection().close();
        }
        assertThatThrownBy(pooled::getConnection).isInstanceOf(SQLException.class);
    }

    private static int who(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(WHO)) {
            assertThat(answer.next()).isTrue();
            return answer.getInt(1);
        }
    }
}
