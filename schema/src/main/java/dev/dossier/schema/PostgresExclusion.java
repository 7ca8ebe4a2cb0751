package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps all others away while a statement runs outside a transaction.
 *
 * <p>A connection straight to the server takes the advisory lock for its session too, before its transaction gives it back: it
 * passes through nobody's hands meanwhile, and one connection is enough, however many others wait with all that the server has.
 * Through a proxy a session is nobody's: there a second connection takes its turn for the lock and holds it in a transaction,
 * meanwhile idle and without a snapshot, for which no statement waits.
 */
final class PostgresExclusion {
    /** The number of the lock: one for each schema of a database. */
    static final String KEY = "hashtextextended('dev.dossier.schema ' || coalesce(current_schema(), ''), 0)";

    private PostgresExclusion() {}

    static Dialect.Exclusion of(Database database, Session session, PostgresDialect dialect, Diagnosis diagnosis)
            throws SQLException {
        if (isDirect(session.connection())) {
            Dialect.Exclusion kept = session(session.connection());
            certainly(session.connection(), () -> {
                session.commit();
                return true;
            });
            return kept;
        }
        session.commit();
        return transaction(database, dialect, diagnosis);
    }

    private static Dialect.Exclusion session(Connection connection) throws SQLException {
        if (!certainly(connection, () -> isTrue(connection, "SELECT pg_try_advisory_lock(" + KEY + ")"))) {
            throw new SQLException("another session is changing the schema", "55P03");
        }
        return () -> certainly(connection, () -> isTrue(connection, "SELECT pg_advisory_unlock(" + KEY + ")"));
    }

    /** Something that takes, keeps or gives back the lock. */
    private interface Handling {
        boolean run() throws SQLException;
    }

    /** A connection of which nobody knows whether it has the lock must not be used again. */
    private static boolean certainly(Connection connection, Handling handling) throws SQLException {
        try {
            return handling.run();
        } catch (SQLException e) {
            connection.abort(Runnable::run);
            throw e;
        }
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
        Object told;
        try {
            Connection driver = connection.unwrap(Connection.class);
            told = driver.getClass().getMethod("getBackendPID").invoke(driver);
        } catch (ReflectiveOperationException | SQLException unknown) {
            return false;
        }
        return isTrue(connection, "SELECT pg_backend_pid() = " + told);
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
