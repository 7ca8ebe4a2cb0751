package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares a database with what its recorded version must have, object by object, whatever its fingerprint says. */
record SchemaVerification(Examination examination) {
    private static final SchemaObject HISTORY =
            new SchemaObject(SchemaObject.Kind.TABLE, "schema_migrations", "schema_migrations");

    Verification read(Connection connection) throws SQLException {
        return examination.inSnapshot(connection, this::compare);
    }

    private Verification compare(Connection connection) throws SQLException {
        Findings findings = examination.examine(connection);
        Version version = findings.history().isEmpty()
                ? examination.migrations().last().version()
                : findings.history().getLast().version();
        CatalogDifference difference = CatalogDifference.between(
                examination.expected(version, connection),
                examination.dialect().catalog(connection),
                findings.byNameOnly());
        return verification(findings.version(), difference, !findings.catalog().hasHistory());
    }

    private Verification verification(String version, CatalogDifference difference, boolean withoutHistory) {
        List<SchemaObject> missing = new ArrayList<>(difference.missingColumns());
        missing.addAll(difference.missingConstraints());
        difference.missing().forEach(entry -> missing.add(entry.object()));
        if (withoutHistory) {
            missing.add(HISTORY);
        }
        List<SchemaObject> changed = Stream.concat(difference.unusable().stream(), difference.changed().stream())
                .sorted()
                .toList();
        return new Verification(
                examination.diagnosis().database(),
                version,
                missing.stream().sorted().toList(),
                changed,
                difference.unexpected());
    }
}
