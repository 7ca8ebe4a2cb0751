package dev.dossier.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an examination of a database found.
 *
 * @param history the rows of what was completed, in the order of their versions
 * @param started the row of a migration that runs outside a transaction, while it runs or where it was interrupted
 * @param unrecorded migrations whose objects are there and whose rows are not, oldest first
 * @param pending the migrations to run, oldest first
 * @param difference of the catalog from what the history, or else what is unrecorded, says
 * @param byNameOnly objects that another system created
 * @param sealed whether the catalog is as it was when the newest row was written
 */
record Findings(
        CatalogDigest catalog,
        List<SchemaHistory.Row> history,
        Optional<SchemaHistory.Row> started,
        List<MigrationSequence.Entry> unrecorded,
        List<MigrationSequence.Entry> pending,
        CatalogDifference difference,
        Set<Catalog.Key> byNameOnly,
        boolean sealed,
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
        return !pending.isEmpty() || !unrecorded.isEmpty();
    }

    boolean needsChange() {
        return !newer && (addsVersion() || adopted() || !difference.missing().isEmpty());
    }

    /** Whether everything is as it should be and only the fingerprint is another, as after a move to another server. */
    boolean needsSeal() {
        return !newer && !needsChange() && !sealed && difference.harmless().isEmpty();
    }
}
