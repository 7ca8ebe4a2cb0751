package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a database and says how it stands to the migrations. Changes nothing. */
record Examination(
        Dialect dialect,
        MigrationSequence migrations,
        Replays replays,
        SchemaFingerprint fingerprint,
        Diagnosis diagnosis) {

    /** The newest row, when it and the catalog are exactly what they must be: two statements, whatever the history. */
    Optional<SchemaHistory.Row> current(Connection connection) throws SQLException {
        CatalogText catalog = dialect.catalogText(connection);
        MigrationSequence.Entry last = migrations.last();
        return SchemaHistory.head(connection, catalog)
                .filter(head ->
                        head.migration().version().equals(last.migration().version())
                                && head.lineage().filter(last.lineage()::equals).isPresent()
                                && isSealed(catalog, head));
    }

    private boolean isSealed(CatalogText catalog, SchemaHistory.Row head) {
        return head.migration()
                .fingerprint()
                .filter(fingerprint.of(catalog)::equals)
                .isPresent();
    }

    /** Everything, as it is at one moment. */
    Findings examineSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN");
            try {
                return examine(connection);
            } finally {
                statement.executeUpdate("ROLLBACK");
            }
        }
    }

    void requireCompatible(AppliedMigration head) {
        new HistoryCheck(migrations, diagnosis).checkCompatible(head);
    }

    /** Everything; wants a transaction around it. */
    Findings examine(Connection connection) throws SQLException {
        CatalogText catalog = dialect.catalogText(connection);
        if (catalog.hasHistory() && !SchemaHistory.isOurs(SchemaHistory.columns(connection, catalog))) {
            throw diagnosis.historyMismatch(
                    null,
                    "the table schema_migrations belongs to another program",
                    "Use a database of its own for this schema");
        }
        List<SchemaHistory.Row> rows = SchemaHistory.all(connection, catalog);
        new HistoryCheck(migrations, diagnosis).check(rows);
        List<SchemaHistory.Row> history = rows.stream()
                .sorted(Comparator.comparing(SchemaHistory.Row::version))
                .toList();
        return history.isEmpty() ? unrecorded(connection, catalog) : recorded(connection, catalog, history);
    }

    private Findings recorded(Connection connection, CatalogText catalog, List<SchemaHistory.Row> history)
            throws SQLException {
        Version version = history.getLast().version();
        boolean newer = history.size() > migrations.entries().size();
        Set<Catalog.Key> byNameOnly = newer ? replays.at(version).entries().keySet() : adoptedObjects(history);
        CatalogDifference difference = isSealed(catalog, history.getLast())
                ? CatalogDifference.NONE
                : CatalogDifference.between(replays.at(version), dialect.catalog(connection), byNameOnly);
        return new Findings(
                catalog, history, Optional.empty(), migrations.after(version), difference, byNameOnly, newer);
    }

    private Set<Catalog.Key> adoptedObjects(List<SchemaHistory.Row> history) throws SQLException {
        Optional<SchemaHistory.Row> adopted = history.reversed().stream()
                .filter(row -> row.migration().checksum().isEmpty())
                .findFirst();
        return adopted.isEmpty()
                ? Set.of()
                : replays.at(adopted.get().version()).entries().keySet();
    }

    /** A database without history: empty, somebody's, or one whose first initialisation by another system stopped halfway. */
    private Findings unrecorded(Connection connection, CatalogText catalog) throws SQLException {
        if (catalog.isEmpty()) {
            return nothingThere(catalog, CatalogDifference.NONE);
        }
        Catalog actual = dialect.catalog(connection);
        Catalog expected = replays.at(migrations.first().version());
        CatalogDifference exact = CatalogDifference.between(expected, actual, Set.of());
        if (exact.missing().size() == expected.entries().size()) {
            return nothingThere(catalog, CatalogDifference.onlyUnexpected(exact.unexpected()));
        }
        boolean same = exact.broken().isEmpty() && exact.changed().isEmpty();
        Set<Catalog.Key> byNameOnly = same ? Set.of() : expected.entries().keySet();
        return new Findings(
                catalog,
                List.of(),
                Optional.of(migrations.first()),
                migrations.after(migrations.first().version()),
                CatalogDifference.between(expected, actual, byNameOnly),
                byNameOnly,
                false);
    }

    private Findings nothingThere(CatalogText catalog, CatalogDifference difference) {
        return new Findings(catalog, List.of(), Optional.empty(), migrations.entries(), difference, Set.of(), false);
    }

    /** Records the catalog as that of a version, unless something in it is not what it should be. */
    void seal(Connection connection, MigrationSequence.Entry head, CatalogDifference rest) throws SQLException {
        String sealed = rest.changed().isEmpty() ? fingerprint.of(dialect.catalogText(connection)) : null;
        SchemaHistory.seal(connection, sealed, head.lineage());
    }
}
