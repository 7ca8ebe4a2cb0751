package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads a SQLite file without leaving a trace: an ordinary reader of a database with a write-ahead log creates two files
 * beside it.
 *
 * <p>While no log is there the file is read as if nobody could write it. Should someone have written it meanwhile, what was
 * read means nothing and is read again, in the end as an ordinary reader: by then others have created those files.
 */
record SqliteInspection(SqliteFile file) {
    private static final int ATTEMPTS = 5;

    private record Stamp(long modified, long size, boolean settled) {}

    <T> T read(Dialect.Reading<T> reading) throws SQLException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stamp before = stamp();
            if (!before.settled()) {
                break;
            }
            try (Connection connection = file.frozen().getConnection()) {
                T answer = reading.from(connection);
                if (before.equals(stamp())) {
                    return answer;
                }
            } catch (SQLException e) {
                if (before.equals(stamp())) {
                    throw e;
                }
            }
        }
        try (Connection connection = file.readOnly().getConnection()) {
            return reading.from(connection);
        }
    }

    private Stamp stamp() {
        Path path = file.path();
        return new Stamp(path.toFile().lastModified(), path.toFile().length(), file.isSettled());
    }
}
