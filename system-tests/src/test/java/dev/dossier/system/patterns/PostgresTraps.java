package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What goes wrong on PostgreSQL, and how it is right. */
final class PostgresTraps {
    private PostgresTraps() {}

    // [if-not-exists]
    static void ifNotExists(Statement statement) throws SQLException {
        statement.executeUpdate("CREATE TABLE IF NOT EXISTS schema_history (version INTEGER PRIMARY KEY)");
    }
    // [/]

    // [lock-before-create]
    static void lockBeforeCreate(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(815)");
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS schema_history (version INTEGER PRIMARY KEY)");
            connection.commit();
        }
    }
    // [/]

    // [by-name]
    static boolean existsByName(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT to_regclass('schema_history') IS NOT NULL")) {
            return found.next() && found.getBoolean(1); // from this session's memory
        }
    }
    // [/]

    // [by-catalogue]
    static boolean existsInCatalogue(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_class WHERE relname = 'schema_history'"
                + " AND relnamespace = current_schema()::regnamespace")) {
            return found.next(); // from the catalogue as it is committed
        }
    }
    // [/]

    // [look-lock-look]
    static void lookLockLook(DataSource database, Look look) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!look.exists(statement)) {
                connection.setAutoCommit(false);
                statement.execute("SELECT pg_advisory_xact_lock(815)");
                if (!look.exists(statement)) {
                    statement.executeUpdate("CREATE TABLE schema_history (version INTEGER PRIMARY KEY)");
                }
                connection.commit();
            }
        }
    }
    // [/]

    // [repeatable-read]
    static void lockInRepeatableRead(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"); // or the database's default says so
            statement.execute("SELECT pg_advisory_xact_lock(815)"); // what is seen is fixed before the wait
            if (!existsInCatalogue(statement)) { // so this does not see what happened meanwhile
                statement.executeUpdate("CREATE TABLE schema_history (version INTEGER PRIMARY KEY)");
            }
            connection.commit();
        }
    }
    // [/]

    // [read-committed]
    static void lockInReadCommitted(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
            statement.execute("SELECT pg_advisory_xact_lock(815)");
            if (!existsInCatalogue(statement)) { // a new look, after the wait
                statement.executeUpdate("CREATE TABLE schema_history (version INTEGER PRIMARY KEY)");
            }
            connection.commit();
        }
    }
    // [/]

    /** One of the two looks. */
    interface Look {
        boolean exists(Statement statement) throws SQLException;
    }
}
