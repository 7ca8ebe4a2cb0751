package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The catalogs that the migrations give, found by running them on a scratch database; each once. Thread-safe. */
final class Replays {
    private final Dialect dialect;
    private final MigrationSequence migrations;
    private final Map<Integer, Catalog> catalogs = new ConcurrentHashMap<>();

    Replays(Dialect dialect, MigrationSequence migrations) {
        this.dialect = dialect;
        this.migrations = migrations;
    }

    /** The catalog of a version. */
    Catalog at(Version version) throws SQLException {
        int count = migrations.upTo(version).size();
        Catalog known = catalogs.get(count);
        if (known != null) {
            return known;
        }
        Catalog catalog = replay(count);
        catalogs.put(count, catalog);
        return catalog;
    }

    private Catalog replay(int count) throws SQLException {
        try (Connection scratch = dialect.scratch();
                Statement statement = scratch.createStatement()) {
            statement.executeUpdate("BEGIN");
            for (MigrationSequence.Entry entry : migrations.entries().subList(0, count)) {
                statement.executeUpdate(entry.migration().sql());
            }
            statement.executeUpdate("COMMIT");
            return dialect.catalog(scratch);
        }
    }
}
