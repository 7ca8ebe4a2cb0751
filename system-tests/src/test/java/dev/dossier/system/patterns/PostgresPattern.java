package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** How to do it on PostgreSQL. */
final class PostgresPattern {
    private PostgresPattern() {}

    // [postgresql]
    static final List<String> MIGRATIONS = List.of(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
            "CREATE INDEX notes_text ON notes (text)");

    /** Answers how many migrations it applied. */
    static int initialise(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (version(statement) >= MIGRATIONS.size()) { // look: no lock, no write
                return 0;
            }
            connection.setAutoCommit(false);
            // each look sees what is committed by then
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
            // lock: ends with the transaction, however that ends
            statement.execute("SELECT pg_advisory_xact_lock(815)");
            int version = version(statement); // look again
            if (version == 0) {
                statement.execute("CREATE TABLE IF NOT EXISTS schema_history (version INTEGER PRIMARY KEY)");
            }
            for (int next = version + 1; next <= MIGRATIONS.size(); next++) {
                statement.executeUpdate(MIGRATIONS.get(next - 1));
                statement.executeUpdate("INSERT INTO schema_history VALUES (" + next + ")");
            }
            connection.commit(); // all of it, or, when the connection is closed before, nothing
            return MIGRATIONS.size() - version;
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery("SELECT 1 FROM pg_class WHERE relname = 'schema_history'"
                + " AND relnamespace = current_schema()::regnamespace")) {
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
