package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a database and says how it stands to the migrations. Changes nothing. */
record Examination(Dialect dialect, MigrationSequence migrations, Replays replays, Diagnosis diagnosis) {

    /** The newest row, when it and the catalog are exactly what they must be: two statements, whatever the history. */
    Optional<SchemaHistory.Row> current(Connection connection, CatalogDigest catalog) throws SQLException {
        MigrationSequence.Entry last = migrations.last();
        return SchemaHistory.head(connection, catalog)
                .filter(head ->
                        head.migration().version().equals(last.migration().version())
                                && head.hasStatus(SchemaHistory.COMPLETED)
                                && head.lineage().filter(last.lineage()::equals).isPresent()
                                && isSealed(catalog, head));
    }

    private static boolean isSealed(CatalogDigest catalog, SchemaHistory.Row head) {
        return head.migration()
                .fingerprint()
                .filter(catalog.fingerprint()::equals)
                .isPresent();
    }

    /** Everything, as it is at one moment. */
    Findings examineSnapshot(Connection connection) throws SQLException {
        return inSnapshot(connection, this::examine);
    }

    /** The version, where it is that of a newer program which lets ours run. */
    Optional<String> newer(Connection connection, CatalogDigest catalog) throws SQLException {
        List<SchemaHistory.Row> history = history(connection, catalog);
        if (history.size() <= migrations.entries().size()) {
            return Optional.empty();
        }
        requireCompatible(history.getLast().migration());
        return Optional.of(history.getLast().migration().version());
    }

    <T> T inSnapshot(Connection connection, Dialect.Reading<T> reading) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(dialect.beginSnapshot());
            try {
                return reading.from(connection);
            } finally {
                statement.executeUpdate("ROLLBACK");
            }
        }
    }

    void requireCompatible(AppliedMigration head) {
        new HistoryCheck(migrations, diagnosis).checkCompatible(head);
    }

    /** The rows in the order of their versions, checked. */
    private List<SchemaHistory.Row> history(Connection connection, CatalogDigest catalog) throws SQLException {
        if (catalog.hasHistory() && !SchemaHistory.isOurs(SchemaHistory.columns(connection, catalog))) {
            throw diagnosis.historyMismatch(
                    null,
                    "the table schema_migrations belongs to another program",
                    "Use a database of its own for this schema");
        }
        List<SchemaHistory.Row> rows = SchemaHistory.all(connection, catalog);
        new HistoryCheck(migrations, diagnosis).check(rows);
        return rows.stream()
                .sorted(Comparator.comparing(SchemaHistory.Row::version))
                .toList();
    }

    /** Everything; wants a transaction around it. */
    Findings examine(Connection connection) throws SQLException {
        CatalogDigest catalog = dialect.digest(connection);
        List<SchemaHistory.Row> history = history(connection, catalog);
        if (history.isEmpty()) {
            return new Unrecorded(this, connection, catalog).findings();
        }
        boolean newer = history.size() > migrations.entries().size();
        boolean interrupted = !newer && history.getLast().hasStatus(SchemaHistory.STARTED);
        List<SchemaHistory.Row> completed = interrupted ? history.subList(0, history.size() - 1) : history;
        if (completed.isEmpty()) {
            throw diagnosis.historyMismatch(
                    history.getLast().migration().version(),
                    "the first migration is recorded as started",
                    "Remove the row; a first migration runs in a transaction");
        }
        return recorded(
                connection, catalog, completed, interrupted ? Optional.of(history.getLast()) : Optional.empty(), newer);
    }

    private Findings recorded(
            Connection connection,
            CatalogDigest catalog,
            List<SchemaHistory.Row> history,
            Optional<SchemaHistory.Row> started,
            boolean newer)
            throws SQLException {
        Version version = history.getLast().version();
        boolean sealed = isSealed(catalog, history.getLast());
        Set<Catalog.Key> byNameOnly =
                newer ? expected(version, connection).entries().keySet() : adoptedObjects(history, connection);
        CatalogDifference difference =
                sealed ? CatalogDifference.NONE : difference(connection, version, started, byNameOnly);
        return new Findings(
                catalog, history, started, List.of(), migrations.after(version), difference, byNameOnly, sealed, newer);
    }

    /**
     * How the catalog differs from that of a version.
     *
     * @param started the migration that had begun to lead away from it
     */
    CatalogDifference difference(
            Connection connection, Version version, Optional<SchemaHistory.Row> started, Set<Catalog.Key> byNameOnly)
            throws SQLException {
        CatalogDifference difference =
                CatalogDifference.between(expected(version, connection), dialect.catalog(connection), byNameOnly);
        return started.isPresent()
                ? difference.onTheWayTo(expected(started.get().version(), connection))
                : difference;
    }

    private Set<Catalog.Key> adoptedObjects(List<SchemaHistory.Row> history, Connection connection)
            throws SQLException {
        Optional<SchemaHistory.Row> adopted = history.reversed().stream()
                .filter(row -> row.migration().checksum().isEmpty())
                .findFirst();
        return adopted.isEmpty()
                ? Set.of()
                : expected(adopted.get().version(), connection).entries().keySet();
    }

    /** What a version must have. */
    Catalog expected(Version version, Connection connection) throws SQLException {
        return replays.at(version, connection);
    }

    /** Records the catalog as that of a version, unless something in it is not what it should be. */
    void seal(Connection connection, MigrationSequence.Entry head, CatalogDifference rest) throws SQLException {
        String sealed = rest.harmless().isEmpty() ? dialect.digest(connection).fingerprint() : null;
        SchemaHistory.seal(connection, sealed, head.lineage());
    }
}
