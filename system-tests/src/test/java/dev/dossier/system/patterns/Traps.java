package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What goes wrong on every database. */
final class Traps {
    private Traps() {}

    // [look-then-create]
    static void lookThenCreate(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "notes")) { // two nodes look, and both see nothing
                statement.executeUpdate("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
            }
        }
    }
    // [/]

    // [record-later]
    static void recordLater(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS schema_history (version INTEGER PRIMARY KEY)");
            if (version(statement) == 0) {
                statement.executeUpdate("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"); // committed
                statement.executeUpdate("INSERT INTO schema_history VALUES (1)"); // kill -9 before this line
            }
        }
    }
    // [/]

    // [lock-row]
    static void lockRow(DataSource database, Task task) throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            while (statement.executeUpdate("UPDATE init_lock SET locked = 1 WHERE locked = 0") == 0) {
                Thread.sleep(100);
            }
            try {
                task.run(statement); // kill -9 here
            } finally {
                statement.executeUpdate("UPDATE init_lock SET locked = 0"); // is not run after a kill
            }
        }
    }
    // [/]

    /** What is done under a lock. */
    interface Task {
        void run(Statement statement) throws SQLException, InterruptedException;
    }

    static boolean exists(Connection connection, String table) throws SQLException {
        try (ResultSet found = connection.getMetaData().getTables(null, null, table, null)) {
            return found.next();
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery("SELECT max(version) FROM schema_history")) {
            return newest.next() ? newest.getInt(1) : 0;
        }
    }
}
