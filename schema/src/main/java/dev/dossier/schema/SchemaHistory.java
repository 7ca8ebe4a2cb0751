package dev.dossier.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code schema_migrations}.
 *
 * <p>Databases of the reference system have its first six columns; ours are added on adoption. A table of that name without
 * {@code migration_id} and {@code version} belongs to something else.
 */
final class SchemaHistory {
    /** A row, with the checksum of its migration and all before it. */
    record Row(AppliedMigration migration, Optional<String> lineage) {
        Version version() {
            return new Version(migration.version());
        }
    }

    private static final List<String> COLUMNS = List.of(
            "migration_id",
            "version",
            "description",
            "applied_at",
            "status",
            "execution_time_ms",
            "checksum",
            "fingerprint",
            "compatible_from",
            "node",
            "lineage");

    private static final List<String> REQUIRED = COLUMNS.subList(0, 3);

    static final String COMPLETED = "completed";

    private SchemaHistory() {}

    /** The names of the columns in lower case; empty where there is no table. */
    static Set<String> columns(Connection connection, CatalogText catalog) throws SQLException {
        if (!catalog.hasHistory()) {
            return Set.of();
        }
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * FROM schema_migrations LIMIT 0")) {
            return places(nothing).keySet();
        }
    }

    static boolean isOurs(Set<String> columns) {
        return columns.containsAll(REQUIRED);
    }

    /** The newest row. */
    static Optional<Row> head(Connection connection, CatalogText catalog) throws SQLException {
        return rows(connection, catalog, " ORDER BY rowid DESC LIMIT 1").stream()
                .findFirst();
    }

    /** Every row, oldest first. */
    static List<Row> all(Connection connection, CatalogText catalog) throws SQLException {
        return rows(connection, catalog, " ORDER BY rowid");
    }

    /** Reads whatever columns there are: asking for them by name would cost a statement more. */
    private static List<Row> rows(Connection connection, CatalogText catalog, String order) throws SQLException {
        List<Row> rows = new ArrayList<>();
        if (catalog.hasHistory()) {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT * FROM schema_migrations" + order)) {
                Map<String, Integer> places = places(found);
                while (isOurs(places.keySet()) && found.next()) {
                    rows.add(row(new Fields(found, places)));
                }
            }
        }
        return rows;
    }

    private static Map<String, Integer> places(ResultSet found) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        Map<String, Integer> places = new HashMap<>();
        for (int place = 1; place <= columns.getColumnCount(); place++) {
            places.put(columns.getColumnName(place).toLowerCase(Locale.ROOT), place);
        }
        return places;
    }

    /** The fields of the row that a result stands at, by column; empty where the column or the value is absent. */
    private record Fields(ResultSet found, Map<String, Integer> places) {
        Optional<String> text(String column) throws SQLException {
            Integer place = places.get(column);
            return place == null ? Optional.empty() : Optional.ofNullable(found.getString(place));
        }
    }

    private static Row row(Fields fields) throws SQLException {
        AppliedMigration migration = new AppliedMigration(
                fields.text("migration_id").map(Long::valueOf).orElse(0L),
                fields.text("version").orElse(""),
                fields.text("description").orElse(""),
                fields.text("applied_at").orElse(""),
                fields.text("status").orElse(COMPLETED),
                fields.text("execution_time_ms").map(Long::valueOf).map(Duration::ofMillis),
                fields.text("checksum"),
                fields.text("fingerprint"),
                fields.text("compatible_from"),
                fields.text("node"));
        return new Row(migration, fields.text("lineage"));
    }

    /** Creates the table, or adds the columns that it lacks. */
    static void prepare(Connection connection, CatalogText catalog, Dialect dialect) throws SQLException {
        Set<String> present = columns(connection, catalog);
        try (Statement statement = connection.createStatement()) {
            if (present.isEmpty()) {
                statement.executeUpdate(dialect.historyTable());
                return;
            }
            for (String column : COLUMNS) {
                if (!present.contains(column)) {
                    statement.executeUpdate(dialect.historyColumn(column));
                }
            }
        }
    }

    /** Writes a row and answers it as it is now. */
    static AppliedMigration add(Connection connection, AppliedMigration migration, String lineage) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO schema_migrations (version, description, applied_at, status, execution_time_ms, checksum,"
                        + " compatible_from, node, lineage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING migration_id")) {
            insert.setString(1, migration.version());
            insert.setString(2, migration.description());
            insert.setString(3, migration.appliedAt());
            insert.setString(4, migration.status());
            insert.setLong(5, migration.executionTime().orElse(Duration.ZERO).toMillis());
            insert.setString(6, orNull(migration.checksum()));
            insert.setString(7, orNull(migration.compatibleFrom()));
            insert.setString(8, orNull(migration.node()));
            insert.setString(9, lineage);
            try (ResultSet id = insert.executeQuery()) {
                id.next();
                return withId(migration, id.getLong(1));
            }
        }
    }

    private static AppliedMigration withId(AppliedMigration m, long id) {
        return new AppliedMigration(
                id,
                m.version(),
                m.description(),
                m.appliedAt(),
                m.status(),
                m.executionTime(),
                m.checksum(),
                m.fingerprint(),
                m.compatibleFrom(),
                m.node());
    }

    /** Gives the newest row the fingerprint of the catalog; null where the catalog is not what it should be. */
    static void seal(Connection connection, @Nullable String fingerprint, String lineage) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE schema_migrations SET fingerprint = ?, lineage = ?"
                        + " WHERE migration_id = (SELECT max(migration_id) FROM schema_migrations)")) {
            update.setString(1, fingerprint);
            update.setString(2, lineage);
            update.executeUpdate();
        }
    }

    static void remove(Connection connection, AppliedMigration migration) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM schema_migrations WHERE migration_id = ?")) {
            delete.setLong(1, migration.id());
            delete.executeUpdate();
        }
    }

    private static @Nullable String orNull(Optional<String> text) {
        return text.orElse(null);
    }
}
