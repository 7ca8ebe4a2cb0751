package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection for as long as one operation needs it: taken from the data source, made ready, perhaps locked, and given back
 * without a transaction, in the autocommit mode that it had; one of SQLite enforces foreign keys from then on. Closing takes back
 * everything that was not committed.
 */
final class Session implements AutoCloseable {
    private final Database database;
    private final Dialect dialect;
    private final Diagnosis diagnosis;
    private final Connection connection;
    private final boolean autoCommit;
    private boolean ready;
    private boolean inTransaction;

    private Session(Database database, Diagnosis diagnosis, Connection connection) throws SQLException {
        this.database = database;
        this.dialect = database.dialect();
        this.diagnosis = diagnosis;
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
    }

    /** Opens a connection that enforces constraints. */
    static Session open(Database database, Diagnosis diagnosis) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        try {
            Session session = new Session(database, diagnosis, connection);
            if (!session.autoCommit) {
                connection.setAutoCommit(true);
            }
            session.dialect.enforceConstraints(database, connection, diagnosis);
            return session;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Readies the connection for changes. */
    void prepare() throws SQLException {
        ready = true;
        dialect.beforeLock(database, connection);
    }

    /** Tries once to become the only one who may change the database. */
    void lock() throws SQLException {
        inTransaction = true;
        dialect.lock(connection);
    }

    /** Ends the transaction, if there is one. */
    void commit() throws SQLException {
        if (inTransaction) {
            execute("COMMIT");
            inTransaction = false;
        }
    }

    void execute(String script) throws SQLException {
        dialect.run(connection, script);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (inTransaction) {
                rollback();
            }
            if (ready) {
                restore();
            }
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        }
    }

    /** Ends the transaction, where one is left: the database itself may have ended it when a statement failed. */
    private void rollback() {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                execute("ROLLBACK");
                return;
            } catch (SQLException noTransactionOrRefused) {
                // A transaction that is really still open shows when foreign keys cannot be switched on again.
            }
        }
    }

    private void restore() throws SQLException {
        try {
            dialect.afterUnlock(connection, diagnosis);
        } catch (SQLException | RuntimeException e) {
            connection.abort(Runnable::run);
            throw e;
        }
    }
}
