package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps all others away while a statement runs outside a transaction.
 *
 * <p>A connection straight to the server takes the advisory lock for its session, so that one connection is enough. Through a
 * proxy a session is nobody's: there a second connection holds the lock in a transaction, meanwhile idle and without a snapshot,
 * for which no statement waits.
 */
final class PostgresExclusion {
    /** The number of the lock: one for each schema of a database. */
    static final String KEY = "hashtextextended('dev.dossier.schema ' || coalesce(current_schema(), ''), 0)";

    private PostgresExclusion() {}

    static Dialect.Exclusion of(Database database, Connection connection, PostgresDialect dialect, Diagnosis diagnosis)
            throws SQLException {
        return isDirect(connection) ? session(connection) : transaction(database, dialect, diagnosis);
    }

    private static Dialect.Exclusion session(Connection connection) throws SQLException {
        if (!isTrue(connection, "SELECT pg_try_advisory_lock(" + KEY + ")")) {
            throw new SQLException("another session is changing the schema", "55P03");
        }
        return () -> PostgresDialect.execute(connection, "SELECT pg_advisory_unlock(" + KEY + ")");
    }

    private static Dialect.Exclusion transaction(Database database, PostgresDialect dialect, Diagnosis diagnosis)
            throws SQLException {
        Session keeper = second(database, dialect, diagnosis);
        try {
            keeper.lock();
            return keeper::close;
        } catch (SQLException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private static Session second(Database database, PostgresDialect dialect, Diagnosis diagnosis) throws SQLException {
        try {
            return Session.open(database, diagnosis);
        } catch (SQLException e) {
            if (dialect.classify(e) != Failure.OTHER) {
                throw e;
            }
            throw diagnosis.misused(
                    "a migration that runs outside a transaction needs a second connection, because the first goes through a"
                            + " proxy (" + e.getMessage() + ")",
                    "Allow the pool two connections, or connect straight to the server");
        }
    }

    /** Whether the process that serves this connection is the one that the driver was told of when it connected. */
    private static boolean isDirect(Connection connection) throws SQLException {
        try {
            Connection driver = connection.unwrap(Connection.class);
            Object told = driver.getClass().getMethod("getBackendPID").invoke(driver);
            return isTrue(connection, "SELECT pg_backend_pid() = " + told);
        } catch (ReflectiveOperationException | SQLException unknown) {
            return false;
        }
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
