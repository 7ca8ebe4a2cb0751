package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** How to do it on SQLite. */
final class SqlitePattern {
    private SqlitePattern() {}

    // [sqlite]
    static final List<String> MIGRATIONS = List.of(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
            "CREATE INDEX notes_text ON notes (text)");

    /** Answers how many migrations it applied. */
    static int initialise(DataSource database) throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            try {
                return attempt(database);
            } catch (SQLException e) {
                boolean busy = (e.getErrorCode() & 0xff) == 5;
                if (!busy || Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
            Thread.sleep(10); // nothing was changed: begin again with the look
        }
    }

    private static int attempt(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection(); // in autocommit mode, and it stays there
                Statement statement = connection.createStatement()) {
            if (version(statement) >= MIGRATIONS.size()) { // look: no lock, no write
                return 0;
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE"); // lock: dies with the process
            try {
                int applied = change(statement);
                statement.execute("COMMIT"); // all of it
                return applied;
            } catch (SQLException e) {
                rollBack(statement, e); // nothing of it, also when a pool keeps the connection open
                throw e;
            }
        }
    }

    private static int change(Statement statement) throws SQLException {
        int version = version(statement); // look again
        if (version == 0) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_history (version INTEGER PRIMARY KEY)");
        }
        for (int next = version + 1; next <= MIGRATIONS.size(); next++) {
            statement.executeUpdate(MIGRATIONS.get(next - 1));
            statement.executeUpdate("INSERT INTO schema_history VALUES (" + next + ")");
        }
        return MIGRATIONS.size() - version;
    }

    private static void rollBack(Statement statement, SQLException failure) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException endedAlready) { // SQLite ends it itself, as on a full disk
            failure.addSuppressed(endedAlready);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_history'")) {
            if (!table.next()) {
                return 0;
            }
        }
        try (ResultSet newest = statement.executeQuery("SELECT max(version) FROM schema_history")) {
            return newest.next() ? newest.getInt(1) : 0;
        }
    }
    // [/]
}
