package dev.dossier.system.patterns;

import static dev.dossier.system.patterns.PostgresTraps.existsInCatalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What goes wrong behind a transaction-pooling proxy, and how it is right. */
final class ProxyTraps {
    private ProxyTraps() {}

    // [session-lock]
    static void sessionLock(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(815)"); // on one server connection
            if (!existsInCatalogue(statement)) { // on that one or another
                statement.executeUpdate("CREATE TABLE schema_history (version INTEGER PRIMARY KEY)");
            }
            statement.execute("SELECT pg_advisory_unlock(815)"); // answers false where the lock is not
        }
    }
    // [/]

    // [transaction-lock]
    static void transactionLock(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false); // from here to the commit on one server connection
            statement.execute("SELECT pg_advisory_xact_lock(815)");
            if (!existsInCatalogue(statement)) {
                statement.executeUpdate("CREATE TABLE schema_history (version INTEGER PRIMARY KEY)");
            }
            connection.commit(); // gives the lock back, too
        }
    }
    // [/]

    // [session-setting]
    static void sessionSetting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '7s'"); // for whoever gets this server connection next
            statement.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY)");
        }
    }
    // [/]

    // [local-setting]
    static void localSetting(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '7s'"); // until the commit
            statement.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY)");
        }
        connection.commit();
    }
    // [/]
}
