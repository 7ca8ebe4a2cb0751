package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a database with what its recorded version must have. */
record SchemaVerification(Database database, Examination examination) {
    private static final SchemaObject HISTORY =
            new SchemaObject(SchemaObject.Kind.TABLE, "schema_migrations", "schema_migrations");

    /** What to say where there is no database at all. */
    Verification ofNothing() throws SQLException {
        return verification(Schema.UNKNOWN, fromNewest(Catalog.of(List.of()), Set.of()), true);
    }

    Verification read(Connection connection) throws SQLException {
        Findings findings = examination.examineSnapshot(connection);
        CatalogDifference difference = findings.history().isEmpty()
                ? fromNewest(examination.dialect().catalog(connection), findings.byNameOnly())
                : findings.difference();
        return verification(findings.version(), difference, !findings.catalog().hasHistory());
    }

    private CatalogDifference fromNewest(Catalog actual, Set<Catalog.Key> byNameOnly) throws SQLException {
        Version newest = examination.migrations().last().version();
        return CatalogDifference.between(examination.replays().at(newest), actual, byNameOnly);
    }

    private Verification verification(String version, CatalogDifference difference, boolean withoutHistory) {
        List<SchemaObject> missing = new ArrayList<>(difference.missingColumns());
        difference.missing().forEach(entry -> missing.add(entry.object()));
        if (withoutHistory) {
            missing.add(HISTORY);
        }
        List<SchemaObject> changed = Stream.concat(difference.unusable().stream(), difference.changed().stream())
                .sorted()
                .toList();
        return new Verification(
                database.description(), version, missing.stream().sorted().toList(), changed, difference.unexpected());
    }
}
