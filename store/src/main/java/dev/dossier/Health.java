package dev.dossier;

import org.jspecify.annotations.Nullable;

/**
 * What a look at the store shows.
 *
 * @param database the state of the database
 * @param schemaVersion its version; {@code unknown} where there is none
 * @param problem what is wrong with the database; null where nothing is
 * @param quarantinedFiles files whose bytes are missing or damaged
 * @param readOnly whether the store can only be read
 * @param scannerProblem why the scanner for viruses cannot be reached; null where it can, or nothing is scanned
 */
public record Health(
        State database,
        String schemaVersion,
        @Nullable String problem,
        long quarantinedFiles,
        boolean readOnly,
        @Nullable String scannerProblem) {
    /** The state of the database. */
    public enum State {
        /** Everything that should be there is there and whole. */
        HEALTHY,
        /** There is no database yet. */
        NOT_INITIALIZED,
        /** It cannot be used, or is not what it should be. */
        ERROR
    }
}
