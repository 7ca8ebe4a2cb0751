package dev.dossier.schema;

import java.util.Optional;

/**
 * One step of a schema: the SQL or the program that leads from the version before it to {@link #version()}. Immutable.
 *
 * <p>Comment lines at the head of the SQL may declare
 *
 * <ul>
 *   <li>{@code -- compatible-from: 002}: the oldest version whose programs may still run on this one,
 *   <li>{@code -- skip-if: column-exists files.colour}: the SQL is not run where that column is there already; of several
 *       such lines all must hold,
 *   <li>{@code -- transactional: false}: the SQL is one statement of PostgreSQL that cannot run in a transaction, such as
 *       {@code CREATE INDEX CONCURRENTLY},
 *   <li>{@code -- changeset author:id}: this is what Liquibase knows by that name; several lines for several.
 *       {@code logicalFilePath:file} behind it says from which file, where two files have one of that name.
 * </ul>
 */
public final class Migration {
    private final String version;
    private final String description;
    private final String sql;
    private final Optional<JavaMigration> program;
    private final Optional<String> undo;
    private final MigrationHeader header;

    private Migration(
            String version,
            String description,
            String sql,
            Optional<JavaMigration> program,
            Optional<String> undo,
            MigrationHeader header) {
        this.version = version;
        this.description = description;
        this.sql = sql;
        this.program = program;
        this.undo = undo;
        this.header = header;
    }

    /**
     * A migration that cannot be undone.
     *
     * @param version digits, compared as numbers: {@code 010} comes after {@code 9}, {@code 1.10} after {@code 1.9}
     * @param description what the migration does, in a few words
     * @param sql any number of statements; they run inside the library's transaction and must not end it
     * @throws SchemaException.Misconfigured when the version is not a number or a header is not understood
     */
    public static Migration of(String version, String description, String sql) {
        requireVersion(version, description);
        MigrationHeader header = MigrationHeader.parse(version, sql);
        return new Migration(version, description, sql, Optional.empty(), Optional.empty(), header);
    }

    /**
     * A migration that is a program and cannot be undone.
     *
     * @throws SchemaException.Misconfigured when the version, or the one it is compatible from, is not a number
     */
    public static Migration of(String version, String description, JavaMigration program) {
        requireVersion(version, description);
        program.compatibleFrom().ifPresent(from -> requireVersion(from, description));
        return new Migration(
                version,
                description,
                "-- a program, revision " + program.revision() + "\n",
                Optional.of(program),
                Optional.empty(),
                MigrationHeader.ofProgram(program.compatibleFrom().map(Version::new)));
    }

    private static void requireVersion(String version, String description) {
        if (!Version.isVersion(version)) {
            throw Misconfiguration.of(
                    "migration '" + version + "' (" + description + ") has no numeric version",
                    "Name it with digits, such as 001");
        }
    }

    /** The same migration, undone by these statements. */
    public Migration undoneBy(String statements) {
        return new Migration(version, description, sql, program, Optional.of(statements), header);
    }

    /** The version, as written. */
    public String version() {
        return version;
    }

    /** What the migration does, in a few words. */
    public String description() {
        return description;
    }

    /** The statements; of a program only a comment. */
    public String sql() {
        return sql;
    }

    /** The program; empty where there is SQL. */
    public Optional<JavaMigration> program() {
        return program;
    }

    /** The statements that take the migration back, for {@link Schema#rollback}. */
    public Optional<String> undo() {
        return undo;
    }

    /** SHA-256 of the SQL in lower-case hex; the kind of line ending does not matter. Of a program, that of its revision. */
    public String checksum() {
        return Sha256.hex(sql.replace("\r\n", "\n"));
    }

    Version number() {
        return new Version(version);
    }

    MigrationHeader header() {
        return header;
    }

    /** Such as {@code 001 (create_files)}. */
    @Override
    public String toString() {
        return version + " (" + description + ")";
    }
}
