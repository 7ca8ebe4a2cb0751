package dev.dossier.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

        boolean hasStatus(String status) {
            return migration.status().equals(status);
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

    /** The status of a migration that runs outside a transaction, while it runs and when it was interrupted. */
    static final String STARTED = "started";

    private static final int ROWS_PER_INSERT = 100;

    private SchemaHistory() {}

    /** The names of the columns in lower case; empty where there is no table. */
    static Set<String> columns(Connection connection, CatalogDigest catalog) throws SQLException {
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
    static Optional<Row> head(Connection connection, CatalogDigest catalog) throws SQLException {
        return rows(connection, catalog, " ORDER BY 1 DESC LIMIT 1").stream().findFirst();
    }

    /** The newest row of what came to its end. */
    static Optional<Row> newestCompleted(Connection connection, CatalogDigest catalog) throws SQLException {
        return all(connection, catalog).reversed().stream()
                .filter(row -> !row.hasStatus(STARTED))
                .findFirst();
    }

    /** Every row, oldest first. */
    static List<Row> all(Connection connection, CatalogDigest catalog) throws SQLException {
        return rows(connection, catalog, " ORDER BY 1");
    }

    /** Reads whatever columns there are: asking for them by name would cost a statement more. The first is the number. */
    private static List<Row> rows(Connection connection, CatalogDigest catalog, String order) throws SQLException {
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

        Optional<Long> number(String column) throws SQLException {
            Optional<String> text = text(column);
            try {
                return text.map(Long::valueOf);
            } catch (NumberFormatException e) {
                throw new OddRow(column, text.orElseThrow());
            }
        }
    }

    /** A row that holds what cannot be in its column. */
    static final class OddRow extends SQLException {
        private static final long serialVersionUID = 1;

        OddRow(String column, String value) {
            super("schema_migrations has '" + value + "' as " + column + ", which is no whole number");
        }
    }

    private static Row row(Fields fields) throws SQLException {
        AppliedMigration migration = new AppliedMigration(
                fields.number("migration_id").orElse(0L),
                fields.text("version").orElse(""),
                fields.text("description").orElse(""),
                fields.text("applied_at").orElse(""),
                fields.text("status").orElse(COMPLETED),
                fields.number("execution_time_ms").map(Duration::ofMillis),
                fields.text("checksum"),
                fields.text("fingerprint"),
                fields.text("compatible_from"),
                fields.text("node"));
        return new Row(migration, fields.text("lineage"));
    }

    /** Creates the table, or adds the columns that it lacks. */
    static void prepare(Connection connection, CatalogDigest catalog, Dialect dialect) throws SQLException {
        Set<String> present = columns(connection, catalog);
        if (present.containsAll(COLUMNS)) {
            return;
        }
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

    /** Writes rows and answers them as they are now. */
    static List<AppliedMigration> add(Connection connection, List<Row> rows) throws SQLException {
        List<AppliedMigration> added = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += ROWS_PER_INSERT) {
            List<Row> some = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_INSERT));
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO schema_migrations (version, description, applied_at, status, execution_time_ms, checksum,"
                            + " compatible_from, node, lineage) VALUES "
                            + String.join(", ", Collections.nCopies(some.size(), "(?, ?, ?, ?, ?, ?, ?, ?, ?)"))
                            + " RETURNING migration_id")) {
                int parameter = 0;
                for (Row row : some) {
                    AppliedMigration migration = row.migration();
                    insert.setString(++parameter, migration.version());
                    insert.setString(++parameter, migration.description());
                    insert.setObject(++parameter, migration.appliedAt(), Types.OTHER); // others have a timestamp there
                    insert.setString(++parameter, migration.status());
                    insert.setLong(
                            ++parameter,
                            migration.executionTime().orElse(Duration.ZERO).toMillis());
                    insert.setString(++parameter, orNull(migration.checksum()));
                    insert.setString(++parameter, orNull(migration.compatibleFrom()));
                    insert.setString(++parameter, orNull(migration.node()));
                    insert.setString(++parameter, orNull(row.lineage()));
                }
                try (ResultSet ids = insert.executeQuery()) {
                    for (Row row : some) {
                        ids.next();
                        added.add(withId(row.migration(), ids.getLong(1)));
                    }
                }
            }
        }
        return added;
    }

    /** Notes that a started migration came to its end, and answers its row as it is now. */
    static AppliedMigration complete(Connection connection, AppliedMigration started, Duration took)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE schema_migrations SET status = ?, execution_time_ms = ? WHERE migration_id = ?")) {
            update.setString(1, COMPLETED);
            update.setLong(2, took.toMillis());
            update.setLong(3, started.id());
            update.executeUpdate();
        }
        return new AppliedMigration(
                started.id(),
                started.version(),
                started.description(),
                started.appliedAt(),
                COMPLETED,
                Optional.of(took),
                started.checksum(),
                started.fingerprint(),
                started.compatibleFrom(),
                started.node());
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
                        + " WHERE migration_id = (SELECT max(migration_id) FROM schema_migrations WHERE status = ?)")) {
            update.setString(1, fingerprint);
            update.setString(2, lineage);
            update.setString(3, COMPLETED);
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
