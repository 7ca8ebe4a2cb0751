package dev.dossier.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private SchemaHistory() {}

    static boolean isOurs(CatalogGlance glance) {
        return glance.historyColumns().containsAll(COLUMNS.subList(0, 3));
    }

    static boolean isForeign(CatalogGlance glance) {
        return !glance.historyColumns().isEmpty() && !isOurs(glance);
    }

    /** The newest row. */
    static Optional<Row> head(Connection connection, CatalogGlance glance) throws SQLException {
        return rows(connection, glance, " ORDER BY migration_id DESC LIMIT 1").stream()
                .findFirst();
    }

    /** Every row, oldest first. */
    static List<Row> all(Connection connection, CatalogGlance glance) throws SQLException {
        return rows(connection, glance, " ORDER BY migration_id");
    }

    private static List<Row> rows(Connection connection, CatalogGlance glance, String order) throws SQLException {
        List<Row> rows = new ArrayList<>();
        if (isOurs(glance)) {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT " + selected(glance.historyColumns()) + " FROM schema_migrations" + order)) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
        }
        return rows;
    }

    private static String selected(Set<String> present) {
        return COLUMNS.stream()
                .map(column -> present.contains(column) ? column : "NULL AS " + column)
                .collect(Collectors.joining(", "));
    }

    private static Row row(ResultSet found) throws SQLException {
        long milliseconds = found.getLong(6);
        boolean timed = !found.wasNull();
        AppliedMigration migration = new AppliedMigration(
                found.getLong(1),
                text(found, 2).orElse(""),
                text(found, 3).orElse(""),
                text(found, 4).orElse(""),
                text(found, 5).orElse("completed"),
                timed ? Optional.of(Duration.ofMillis(milliseconds)) : Optional.empty(),
                text(found, 7),
                text(found, 8),
                text(found, 9),
                text(found, 10));
        return new Row(migration, text(found, 11));
    }

    private static Optional<String> text(ResultSet found, int column) throws SQLException {
        return Optional.ofNullable(found.getString(column));
    }

    /** Creates the table, or adds the columns that it lacks. */
    static void prepare(Connection connection, CatalogGlance glance, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (glance.historyColumns().isEmpty()) {
                statement.executeUpdate(dialect.historyTable());
                return;
            }
            for (String column : COLUMNS) {
                if (!glance.historyColumns().contains(column)) {
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
