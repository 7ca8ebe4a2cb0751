package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database without our history: empty, somebody's, one that Flyway or Liquibase keeps, or one whose first initialisation by
 * another system stopped halfway.
 */
record Unrecorded(Examination examination, Connection connection, CatalogDigest catalog) {

    Findings findings() throws SQLException {
        if (catalog.isEmpty()) {
            return nothingThere(CatalogDifference.NONE);
        }
        Catalog actual = examination.dialect().catalog(connection);
        for (ForeignHistory foreign : List.of(new FlywayHistory(examination), new LiquibaseHistory(examination))) {
            List<MigrationSequence.Entry> recorded = foreign.recorded(connection);
            if (!recorded.isEmpty()) {
                Catalog expected = examination.expected(recorded.getLast().version(), connection);
                return adoption(recorded, CatalogDifference.between(expected, actual, Set.of()), Set.of());
            }
        }
        return halfMade(actual);
    }

    private Findings halfMade(Catalog actual) throws SQLException {
        MigrationSequence.Entry first = examination.migrations().first();
        Catalog expected = examination.expected(first.version(), connection);
        CatalogDifference exact = CatalogDifference.between(expected, actual, Set.of());
        if (exact.missing().size() == expected.entries().size()) {
            return nothingThere(CatalogDifference.onlyUnexpected(exact.unexpected()));
        }
        boolean same = exact.broken().isEmpty() && exact.harmless().isEmpty();
        Set<Catalog.Key> byNameOnly = same ? Set.of() : expected.entries().keySet();
        return adoption(List.of(first), CatalogDifference.between(expected, actual, byNameOnly), byNameOnly);
    }

    private Findings adoption(
            List<MigrationSequence.Entry> unrecorded, CatalogDifference difference, Set<Catalog.Key> byNameOnly) {
        return new Findings(
                catalog,
                List.of(),
                Optional.empty(),
                unrecorded,
                examination.migrations().after(unrecorded.getLast().version()),
                difference,
                byNameOnly,
                false,
                false);
    }

    private Findings nothingThere(CatalogDifference difference) {
        return new Findings(
                catalog,
                List.of(),
                Optional.empty(),
                List.of(),
                examination.migrations().entries(),
                difference,
                Set.of(),
                false,
                false);
    }
}
