package dev.dossier.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data directory seen from outside.
 *
 * @param path where it is
 */
public record DataDirectory(Path path) {
    /** Its database. */
    public SqliteFile database() {
        return new SqliteFile(path.resolve("dossier.db"));
    }

    /** Temporary files that uploads left: there must be none when nothing is under way. */
    public List<Path> leftovers() {
        return files(path.resolve("tmp"));
    }

    /** Every regular file below the directory, in order; none where the directory is missing. */
    public List<Path> files() {
        return files(path);
    }

    private static List<Path> files(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
