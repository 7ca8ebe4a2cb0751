package dev.dossier.bench.peers;

import dev.dossier.bench.Bench;
import dev.dossier.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Where fresh databases come from and go to. */
interface Place {
    /** The kind of database. */
    String database();

    /** What the tables call it. */
    String title();

    /** A database in which nothing has been done. */
    Location fresh() throws SQLException;

    void drop(Location location) throws Exception;

    /** Files in a directory. */
    record Sqlite(Path directory, AtomicInteger number) implements Place {
        Sqlite(Bench bench) {
            this(bench.fresh("sqlite"), new AtomicInteger());
        }

        @Override
        public String database() {
            return "sqlite";
        }

        @Override
        public String title() {
            return "SQLite";
        }

        @Override
        public Location fresh() {
            return new Location("jdbc:sqlite:" + directory.resolve(number.incrementAndGet() + ".db"));
        }

        @Override
        public void drop(Location location) throws Exception {
            for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
                Files.deleteIfExists(Path.of(location.file() + suffix));
            }
        }
    }

    /** Databases of a server. */
    record Postgres(PostgresServer server) implements Place {
        @Override
        public String database() {
            return "postgresql";
        }

        @Override
        public String title() {
            return "PostgreSQL";
        }

        @Override
        public Location fresh() throws SQLException {
            String name = server.newDatabase().getDatabaseName();
            return new Location("jdbc:postgresql://localhost:" + server.port() + "/" + name + "?user=postgres");
        }

        @Override
        public void drop(Location location) throws SQLException {
            String name = location.url().replaceAll(".*/|\\?.*", "");
            try (Connection connection = server.database("postgres").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("DROP DATABASE " + name + " WITH (FORCE)");
            }
        }
    }
}
