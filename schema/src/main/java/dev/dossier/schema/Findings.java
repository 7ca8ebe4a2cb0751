package dev.dossier.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an examination of a database found.
 *
 * @param history the rows, in the order of their versions
 * @param unrecorded the first migration, where its objects are there and its row is not
 * @param pending the migrations to run, oldest first
 * @param difference of the catalog from what the history says, or from the first migration where that is unrecorded
 * @param byNameOnly objects that another system created
 */
record Findings(
        CatalogText catalog,
        List<SchemaHistory.Row> history,
        Optional<MigrationSequence.Entry> unrecorded,
        List<MigrationSequence.Entry> pending,
        CatalogDifference difference,
        Set<Catalog.Key> byNameOnly,
        boolean newer) {

    /** The recorded version. */
    String version() {
        return history.isEmpty()
                ? Schema.UNKNOWN
                : history.getLast().migration().version();
    }

    /** Whether there was anything in the database before. */
    boolean populated() {
        return !catalog.isEmpty();
    }

    /** Whether the newest row was written by this library. */
    private boolean adopted() {
        return !history.isEmpty() && history.getLast().lineage().isEmpty();
    }

    boolean addsVersion() {
        return !pending.isEmpty() || unrecorded.isPresent();
    }

    boolean needsChange() {
        return !newer && (addsVersion() || adopted() || !difference.missing().isEmpty());
    }
}
