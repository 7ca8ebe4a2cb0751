package dev.dossier.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

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

    /** The bytes that are stored. */
    public List<Path> blobs() {
        return files(path.resolve("blobs"));
    }

    /** Every regular file below the directory, in order; none where the directory is missing. */
    public List<Path> files() {
        return files(path);
    }

    /** A program that runs may remove files while they are looked for. */
    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }
}
