package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Reads a SQLite file without leaving a trace: an ordinary reader of a database with a write-ahead log creates two files
 * beside it.
 *
 * <p>While no log is there the file is read as if nobody could write it. Should someone have written it meanwhile, what was
 * read means nothing and is read again as an ordinary reader: by then others have created those files.
 */
record SqliteInspection(SqliteFile file) {
    private record Stamp(long modified, long size, boolean settled) {}

    <T> T read(Dialect.Reading<T> reading) throws SQLException {
        Optional<T> answer = glimpse(connection -> Optional.of(reading.from(connection)));
        if (answer.isPresent()) {
            return answer.get();
        }
        try (Connection connection = file.readOnly().getConnection()) {
            return reading.from(connection);
        }
    }

    /** What is read while nobody writes; empty where somebody may, and where reading failed. */
    <T> Optional<T> glimpse(Dialect.Reading<Optional<T>> reading) {
        Stamp before = stamp();
        if (!before.settled()) {
            return Optional.empty();
        }
        try (Connection connection = file.frozen().getConnection()) {
            Optional<T> answer = reading.from(connection);
            return before.equals(stamp()) ? answer : Optional.empty();
        } catch (SQLException | SchemaException perhapsTorn) {
            return Optional.empty();
        }
    }

    private Stamp stamp() {
        Path path = file.path();
        return new Stamp(path.toFile().lastModified(), path.toFile().length(), file.isSettled());
    }
}
