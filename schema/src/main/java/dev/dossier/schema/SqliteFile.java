package dev.dossier.schema;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens connections to one SQLite file, each with foreign keys on (and read back), {@code synchronous=FULL} and a wait for
 * locks of at most {@value #BUSY_MILLISECONDS} ms: longer waits inside SQLite would hold the carrier of a virtual thread, so
 * callers retry. Connections are not pooled; they stay in autocommit, and transactions are begun and ended by statements.
 *
 * <p>Creating one touches nothing. The path may contain any character. Immutable and thread-safe.
 */
public final class SqliteFile implements DataSource {
    static final int BUSY_MILLISECONDS = 20;

    private enum Mode {
        READ_WRITE,
        READ_ONLY,
        /** No locks, and no files beside the database: right only while nobody writes. */
        FROZEN
    }

    private final Path path;
    private final Mode mode;

    private SqliteFile(Path path, Mode mode) {
        this.path = path.toAbsolutePath().normalize();
        this.mode = mode;
    }

    /** The database in this file, which is created when the first connection is opened. */
    public static SqliteFile at(Path path) {
        return new SqliteFile(path, Mode.READ_WRITE);
    }

    /** Connections that cannot write and do not create the file, also where file and directory cannot be written. */
    public SqliteFile readOnly() {
        return new SqliteFile(path, Mode.READ_ONLY);
    }

    SqliteFile frozen() {
        return new SqliteFile(path, Mode.FROZEN);
    }

    /** Where the database is, absolute. */
    public Path path() {
        return path;
    }

    /**
     * Opens a connection; the caller closes it.
     *
     * @throws SQLException with the driver's error code; also when foreign keys cannot be switched on, and then the
     *     connection is closed
     */
    @Override
    public Connection getConnection() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("busy_timeout", String.valueOf(BUSY_MILLISECONDS));
        settings.setProperty("foreign_keys", "true");
        settings.setProperty("synchronous", "FULL");
        settings.setProperty("temp_store", "MEMORY"); // a savepoint's journal is small, and a file costs more than it
        Connection connection = DriverManager.getConnection(SqliteUrl.of(path, query()), settings);
        try {
            requireForeignKeys(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private String query() {
        return switch (mode) {
            case READ_WRITE -> "";
            case READ_ONLY -> isSettled() && !Files.isWritable(directory()) ? "?mode=ro&immutable=1" : "?mode=ro";
            case FROZEN -> "?mode=ro&immutable=1";
        };
    }

    private Path directory() {
        return path.resolveSibling(".");
    }

    /** Whether everything that was committed is in the file itself, and not in a log beside it. */
    boolean isSettled() {
        return isEmpty("-wal") && isEmpty("-journal");
    }

    private boolean isEmpty(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix).toFile().length() == 0;
    }

    /** Reads back whether this connection enforces foreign keys. */
    static void requireForeignKeys(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA foreign_keys")) {
            if (!answer.next() || answer.getInt(1) != 1) {
                throw new ForeignKeysRefused();
            }
        }
    }

    /** Foreign keys stayed off. */
    static final class ForeignKeysRefused extends SQLException {
        private static final long serialVersionUID = 1;

        ForeignKeysRefused() {
            super("Failed to enable foreign keys - data integrity cannot be guaranteed");
        }
    }

    /** Opens a connection; SQLite knows no users, so both arguments are ignored. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("not a " + type.getName());
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** The path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
