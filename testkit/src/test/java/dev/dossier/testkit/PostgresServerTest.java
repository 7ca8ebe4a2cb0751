package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @Test
    void gives_everyone_an_empty_database() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = PostgresServer.shared().newDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE mine (id integer)");
                try (ResultSet version = statement.executeQuery("SHOW server_version_num")) {
                    assertThat(version.next()).isTrue();
                    assertThat(version.getInt(1)).isGreaterThanOrEqualTo(180_000);
                }
            }
        }
    }

    @Test
    void ends_at_once() {
        PostgresServer server = PostgresServer.start(20);
        server.kill();

        assertThatThrownBy(() -> server.database("postgres").getConnection()).isInstanceOf(SQLException.class);
    }

    @Test
    void stops() {
        PostgresServer server = PostgresServer.start(20);
        server.close();

        assertThatThrownBy(() -> server.database("postgres").getConnection()).isInstanceOf(SQLException.class);
    }
}
