package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A new migration with its undo, written from a template with the next free version.
 *
 * @param version such as {@code 003}
 * @param files what was written: the migration and its undo
 */
public record NewMigration(String version, List<Path> files) {
    public NewMigration {
        files = List.copyOf(files);
    }

    /**
     * Writes the files; never overwrites one.
     *
     * @param directory is created where it does not exist
     * @param description what the migration does, such as {@code add tags}
     * @throws SchemaException.Misconfigured when the description has no letter or digit, or a file cannot be written
     */
    public static NewMigration create(Path directory, String description) {
        String name = description
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        if (name.isEmpty()) {
            throw Misconfiguration.of("'" + description + "' describes nothing", "Use a few words, such as: add tags");
        }
        try {
            Files.createDirectories(directory);
            String version = nextVersion(directory);
            String stem = version + "_" + name;
            List<Path> files = new ArrayList<>();
            files.add(write(directory.resolve(stem + ".sql"), step(description)));
            files.add(write(directory.resolve(stem + ".undo.sql"), undo(version, description)));
            return new NewMigration(version, files);
        } catch (IOException e) {
            throw Misconfiguration.of(
                    "the migration cannot be written to " + directory + ": " + e,
                    "Choose a directory that can be written",
                    e);
        }
    }

    private static String nextVersion(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Version newest = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sql"))
                    .map(file -> new Version(MigrationFileName.parse(file).version()))
                    .max(Comparator.naturalOrder())
                    .orElse(new Version("000"));
            return newest.next();
        }
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    private static String step(String description) {
        return """
                -- %s
                --
                -- Runs in one transaction with its history row: no BEGIN, no COMMIT. Where the databases must differ, write
                -- .sqlite.sql and .postgresql.sql files in place of this one. A line here may declare
                --   compatible-from: 001                   programs of that version may still run on this one
                --   skip-if: column-exists table.column    the statements are not run where the column is there
                -- once its indentation is removed.

                """.formatted(description);
    }

    private static String undo(String version, String description) {
        return """
                -- Takes %s (%s) back.

                """.formatted(version, description);
    }
}
