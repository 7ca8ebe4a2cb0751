package dev.dossier.schema;

import java.util.Optional;

/**
 * One step of a schema: the SQL that leads from the version before it to {@link #version()}. Immutable.
 *
 * <p>Comment lines at the head of the SQL may declare
 *
 * <ul>
 *   <li>{@code -- compatible-from: 002}: the oldest version whose programs may still run on this one,
 *   <li>{@code -- skip-if: column-exists files.colour}: the SQL is not run where that column is there already; of several
 *       such lines all must hold.
 * </ul>
 *
 * @param version digits, compared as numbers: {@code 010} comes after {@code 9}
 * @param description what the migration does, in a few words
 * @param sql any number of statements; they run inside the library's transaction and must not end it
 * @param undo the statements that take the migration back, for {@link Schema#rollback}
 */
public record Migration(String version, String description, String sql, Optional<String> undo) {
    /**
     * Checks the version and the headers.
     *
     * @throws SchemaException.Misconfigured when the version is not a number or a header is not understood
     */
    public Migration {
        if (!Version.isVersion(version)) {
            throw Misconfiguration.of(
                    "migration '" + version + "' (" + description + ") has no numeric version",
                    "Name it with digits, such as 001");
        }
        MigrationHeader.parse(version, sql);
    }

    /** A migration that cannot be undone. */
    public static Migration of(String version, String description, String sql) {
        return new Migration(version, description, sql, Optional.empty());
    }

    /** The same migration, undone by these statements. */
    public Migration undoneBy(String statements) {
        return new Migration(version, description, sql, Optional.of(statements));
    }

    /** SHA-256 of the SQL in lower-case hex; the kind of line ending does not matter. */
    public String checksum() {
        return Sha256.hex(sql.replace("\r\n", "\n"));
    }

    Version number() {
        return new Version(version);
    }

    MigrationHeader header() {
        return MigrationHeader.parse(version, sql);
    }
}
