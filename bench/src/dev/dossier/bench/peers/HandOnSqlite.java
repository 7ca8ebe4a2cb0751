package dev.dossier.bench.peers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** By hand on SQLite. Converting to the write-ahead log ignores the time-out, so the whole start is tried again when busy. */
record HandOnSqlite(Hand hand, Location database) implements Contestant.Start {
    private static final int ERROR = 1;
    private static final int BUSY = 5;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Override
    public void run() throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        while (!attempt()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new SQLException("busy", "", BUSY);
            }
            Thread.sleep(1);
        }
    }

    private boolean attempt() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("synchronous", "FULL");
        settings.setProperty("busy_timeout", "30000");
        try (Connection connection = DriverManager.getConnection(database.url(), settings);
                Statement statement = connection.createStatement()) {
            if (!isCurrent(statement)) {
                statement.executeUpdate("PRAGMA journal_mode = WAL");
                statement.executeUpdate("BEGIN IMMEDIATE");
                if (!isCurrent(statement)) {
                    hand.apply(statement);
                }
                statement.executeUpdate("COMMIT");
            }
            return true;
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == BUSY) {
                return false;
            }
            throw e;
        }
    }

    private boolean isCurrent(Statement statement) throws SQLException {
        try {
            return hand.isCurrent(statement);
        } catch (SQLException e) {
            if (e.getErrorCode() == ERROR) { // no such table
                return false;
            }
            throw e;
        }
    }
}
