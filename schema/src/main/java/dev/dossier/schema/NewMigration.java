package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A new migration for both kinds of database with its undos and a test, written from a template with the next free version.
 *
 * @param version such as {@code 003}
 * @param files what was written: the migration and its undo, for each kind of database, and the test
 */
public record NewMigration(String version, List<Path> files) {
    private static final List<String> DATABASES = List.of("sqlite", "postgresql");

    public NewMigration {
        files = List.copyOf(files);
    }

    /**
     * Writes the files; never overwrites one.
     *
     * @param directory is created where it does not exist
     * @param tests where the test goes, below a directory {@code java}; empty for no test
     * @param description what the migration does, such as {@code add tags}
     * @throws SchemaException.Misconfigured when the description has no letter or digit, or a file cannot be written
     */
    public static NewMigration create(Path directory, Optional<Path> tests, String description) {
        String name = description
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        if (name.isEmpty()) {
            throw Misconfiguration.of("'" + description + "' describes nothing", "Use a few words, such as: add tags");
        }
        try {
            Files.createDirectories(directory);
            Version newest = newest(directory);
            String version = newest.next();
            String stem = version + "_" + name;
            List<Path> files = new ArrayList<>();
            for (String database : DATABASES) {
                files.add(write(directory.resolve(stem + "." + database + ".sql"), step(description)));
                files.add(write(directory.resolve(stem + "." + database + ".undo.sql"), undo(version, description)));
            }
            if (tests.isPresent()) {
                MigrationTestTemplate template =
                        new MigrationTestTemplate(newest.text(), version, name, directory, tests.get());
                files.add(write(template.file(), template.text()));
            }
            return new NewMigration(version, files);
        } catch (IOException e) {
            throw Misconfiguration.of(
                    "the migration cannot be written to " + directory + ": " + e,
                    "Choose directories that can be written",
                    e);
        }
    }

    private static Version newest(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sql"))
                    .map(file -> new Version(MigrationFileName.parse(file).version()))
                    .max(Comparator.naturalOrder())
                    .orElse(new Version("000"));
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        return Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    private static String step(String description) {
        return """
                -- %s
                --
                -- Runs in one transaction with its history row: no BEGIN, no COMMIT. Where the databases need not differ, write one
                -- .sql file in place of .sqlite.sql and .postgresql.sql. A line here may declare
                --   compatible-from: 001                   programs of that version may still run on this one
                --   skip-if: column-exists table.column    the statements are not run where the column is there
                --   transactional: false                   one statement of PostgreSQL that cannot run in a transaction
                -- once its indentation is removed.

                """.formatted(description);
    }

    private static String undo(String version, String description) {
        return """
                -- Takes %s (%s) back.

                """.formatted(version, description);
    }
}
