package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The catalogs that the migrations give, found by running them on a scratch database; each once. Not thread-safe. */
final class Replays {
    private final Dialect dialect;
    private final MigrationSequence migrations;
    private final Map<Integer, Catalog> catalogs = new HashMap<>();

    Replays(Dialect dialect, MigrationSequence migrations) {
        this.dialect = dialect;
        this.migrations = migrations;
    }

    /**
     * The catalog of a version.
     *
     * @param connection to the database, in a transaction
     */
    Catalog at(Version version, Connection connection) throws SQLException {
        int count = migrations.upTo(version).size();
        Catalog known = catalogs.get(count);
        if (known != null) {
            return known;
        }
        Catalog catalog = dialect.onScratch(connection, scratch -> replay(count, scratch));
        catalogs.put(count, catalog);
        return catalog;
    }

    private Catalog replay(int count, Connection scratch) throws SQLException {
        for (MigrationSequence.Entry entry : migrations.entries().subList(0, count)) {
            try {
                replay(entry.migration(), scratch);
            } catch (SQLException e) {
                throw new SQLException(
                        "migration " + entry.migration() + " on an empty scratch database: " + e.getMessage(),
                        e.getSQLState(),
                        e.getErrorCode(),
                        e);
            }
        }
        return dialect.catalog(scratch);
    }

    private void replay(Migration migration, Connection scratch) throws SQLException {
        Optional<JavaMigration> program = migration.program();
        if (program.isPresent()) {
            Program.run(program.get(), scratch);
        } else {
            dialect.rehearse(scratch, migration);
        }
    }
}
