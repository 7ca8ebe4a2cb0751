package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/** What goes wrong on SQLite, and how it is right. */
final class SqliteTraps {
    private SqliteTraps() {}

    // [deferred]
    static void deferred(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN"); // takes no lock
            if (!exists(statement)) { // fixes what this transaction sees
                statement.executeUpdate("CREATE TABLE notes (id INTEGER PRIMARY KEY)");
            }
            statement.execute("COMMIT");
        }
    }
    // [/]

    // [immediate]
    static void immediate(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE"); // waits here, before anything is read
            if (!exists(statement)) {
                statement.executeUpdate("CREATE TABLE notes (id INTEGER PRIMARY KEY)");
            }
            statement.execute("COMMIT");
        }
    }
    // [/]

    // [driver-begins]
    static void driverBegins(Connection connection) throws SQLException {
        // the data source was configured with SQLiteConfig.TransactionMode.IMMEDIATE
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY)");
        }
        connection.commit(); // and the driver begins the next transaction, which has the lock
    }
    // [/]

    // [statements-begin]
    static void statementsBegin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) { // autocommit stays on
            statement.execute("BEGIN IMMEDIATE");
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY)");
            statement.execute("COMMIT");
        }
    }
    // [/]

    // [convert-once]
    static void convertOnce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("PRAGMA journal_mode = WAL"); // does not wait for it
        }
    }
    // [/]

    // [convert-patiently]
    static void convertPatiently(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            for (int attempt = 1; ; attempt++) {
                try {
                    statement.execute("PRAGMA journal_mode = WAL");
                    return;
                } catch (SQLException e) {
                    boolean busy = (e.getErrorCode() & 0xff) == 5;
                    if (!busy || attempt == 1000) {
                        throw e;
                    }
                    Thread.sleep(10);
                }
            }
        }
    }
    // [/]

    /** A configuration whose transactions take the lock as they begin. */
    static SQLiteConfig immediateTransactions() {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config;
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'notes'")) {
            return found.next();
        }
    }
}
