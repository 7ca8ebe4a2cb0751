package dev.dossier;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.schema.SqliteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the database of a configuration is.
 *
 * @param file the database file; empty for a database in memory
 */
record DatabaseLocation(Optional<SqliteFile> file) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String OWN_NAME = "dossier.db";
    private static final String REFERENCE_NAME = "conversation_files.db";

    static DatabaseLocation of(DossierConfig config) {
        if (config.databaseUrl().isEmpty()) {
            return file(inDirectory(config.dataDirectory()));
        }
        String url = config.databaseUrl().get();
        if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
            throw new InvalidValueException(
                    "database_url", "The database URL is not supported. Use jdbc:sqlite:FILE or jdbc:sqlite::memory:.");
        }
        String name = url.substring(SQLITE.length());
        return name.equals(":memory:") ? new DatabaseLocation(Optional.empty()) : file(Path.of(name));
    }

    private static DatabaseLocation file(Path path) {
        return new DatabaseLocation(Optional.of(SqliteFile.at(path)));
    }

    /** Our file, or the one of the reference system where that is the only one. */
    private static Path inDirectory(Path directory) {
        Path own = directory.resolve(OWN_NAME);
        Path reference = directory.resolve(REFERENCE_NAME);
        return !Files.exists(own) && Files.exists(reference) ? reference : own;
    }

    /** Whether there is a database file that cannot be written. */
    boolean isReadOnly() {
        return file.map(SqliteFile::path)
                .map(path ->
                        Files.exists(path) && !(Files.isWritable(path) && Files.isWritable(path.resolveSibling("."))))
                .orElse(false);
    }
}
