package dev.dossier.bench;

import dev.dossier.Dossier;
import dev.dossier.schema.ClasspathMigrations;
import dev.dossier.schema.Schema;
import dev.dossier.schema.SqliteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A fresh and a current database: the schema module against the same SQL by hand, in a warm JVM. */
final class InitialisationFigures implements Bench.Measurement {
    private static final List<String> SCRIPTS =
            List.of("001_create_conversation_files", "002_give_content_and_sessions_their_own_tables");

    @Override
    public String run(Bench bench) throws Exception {
        List<String> scripts = new ArrayList<>();
        for (String name : SCRIPTS) {
            scripts.add(script(name));
        }
        Path directory = bench.fresh("initialisation");
        String fresh = new Contest()
                .add("by hand", round -> {
                    SqliteFile file = SqliteFile.at(directory.resolve("hand-" + round + ".db"));
                    return Contest.milliseconds(() -> byHand(file, scripts));
                })
                .add("Dossier", round -> {
                    SqliteFile file = SqliteFile.at(directory.resolve("ours-" + round + ".db"));
                    return Contest.milliseconds(() -> schema().initialize(file));
                })
                .run(100, 200)
                .table("a fresh database, all versions", "ms");
        SqliteFile current = SqliteFile.at(directory.resolve("current.db"));
        Schema schema = schema();
        schema.initialize(current);
        String noop = new Contest()
                .add("by hand: open, read the newest version, close", round -> Contest.milliseconds(() -> look(current)))
                .add("Dossier, same `Schema`", round -> Contest.milliseconds(() -> schema.initialize(current)))
                .add("Dossier, new `Schema` each time", round -> Contest.milliseconds(() -> schema().initialize(current)))
                .run(1000, 2000)
                .table("a current database", "ms");
        return "### Initialisation\n\n" + fresh + "\n" + noop;
    }

    private static Schema schema() {
        return Schema.named("dossier")
                .migrations(ClasspathMigrations.in(Dossier.class, "db/dossier"))
                .build();
    }

    private static String script(String name) throws IOException {
        try (InputStream in = Dossier.class.getResourceAsStream("/db/dossier/" + name + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String look(SqliteFile file) throws SQLException {
        try (Connection connection = file.getConnection();
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery(
                        "SELECT version FROM schema_migrations ORDER BY migration_id DESC LIMIT 1")) {
            return version.next() ? version.getString(1) : "";
        }
    }

    /** Look; lock; look again; all SQL and the history rows in one transaction. */
    private static void byHand(SqliteFile file, List<String> scripts) throws SQLException {
        try (Connection connection = file.getConnection();
                Statement statement = connection.createStatement()) {
            if (hasHistory(statement)) {
                return;
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE");
            if (!hasHistory(statement)) {
                statement.executeUpdate("CREATE TABLE schema_migrations (migration_id INTEGER PRIMARY KEY AUTOINCREMENT,"
                        + " version TEXT NOT NULL UNIQUE, description TEXT NOT NULL, applied_at TEXT NOT NULL,"
                        + " status TEXT NOT NULL DEFAULT 'completed', execution_time_ms INTEGER)");
                for (int i = 0; i < scripts.size(); i++) {
                    statement.executeUpdate(scripts.get(i));
                    statement.executeUpdate("INSERT INTO schema_migrations (version, description, applied_at) VALUES ('00"
                            + (i + 1) + "', '" + SCRIPTS.get(i) + "', CURRENT_TIMESTAMP)");
                }
            }
            statement.execute("COMMIT");
        }
    }

    private static boolean hasHistory(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'")) {
            return found.next();
        }
    }
}
