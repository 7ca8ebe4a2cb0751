package dev.dossier.schema;

import java.util.Comparator;
import java.util.List;

/** Requires that a recorded history is the beginning of these migrations, or these migrations and newer ones. */
record HistoryCheck(MigrationSequence migrations, Diagnosis diagnosis) {

    void check(List<SchemaHistory.Row> rows) {
        for (SchemaHistory.Row row : rows) {
            if (!Version.isVersion(row.migration().version())) {
                throw diagnosis.historyMismatch(
                        row.migration().version(),
                        "schema_migrations records '" + row.migration().version() + "', which is no version",
                        "Correct the row; versions are digits, such as 001");
            }
        }
        List<SchemaHistory.Row> sorted = rows.stream()
                .sorted(Comparator.comparing(SchemaHistory.Row::version))
                .toList();
        for (int i = 0; i < Math.min(sorted.size(), migrations.entries().size()); i++) {
            check(sorted.get(i), migrations.entries().get(i), i == sorted.size() - 1);
        }
    }

    private void check(SchemaHistory.Row row, MigrationSequence.Entry ours, boolean newest) {
        AppliedMigration recorded = row.migration();
        if (!row.version().sameAs(ours.version())) {
            throw diagnosis.historyMismatch(
                    recorded.version(),
                    "schema_migrations records version " + recorded.version() + " but not version "
                            + ours.version().text(),
                    "Restore the row or the database; versions are applied in order");
        }
        boolean interrupted =
                newest && row.hasStatus(SchemaHistory.STARTED) && !ours.header().transactional();
        if (!row.hasStatus(SchemaHistory.COMPLETED) && !interrupted) {
            throw diagnosis.historyMismatch(
                    recorded.version(),
                    "version " + recorded.version() + " is recorded as " + recorded.status(),
                    "Find out what of it was applied, then set its status to completed or remove the row");
        }
        if (recorded.checksum().filter(c -> !c.equals(ours.checksum())).isPresent()) {
            throw diagnosis.historyMismatch(
                    recorded.version(),
                    "migration " + recorded.version() + " was applied with checksum "
                            + recorded.checksum().get() + " and now has " + ours.checksum(),
                    "Restore the migration as it was and put the change into a new one");
        }
    }

    /** Requires that these migrations may run on a history with newer ones. */
    void checkCompatible(AppliedMigration head) {
        Version ours = migrations.last().version();
        if (head.compatibleFrom()
                .filter(Version::isVersion)
                .filter(from -> new Version(from).compareTo(ours) <= 0)
                .isEmpty()) {
            throw diagnosis.newerSchema(head.version(), ours.text());
        }
    }
}
