package dev.dossier.schema;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a migration's file: {@code 001_create_files.sql}, {@code 001_create_files.sqlite.sql} for one kind of
 * database, and {@code .undo.sql} in place of {@code .sql} for the statements that take it back.
 */
record MigrationFileName(String version, String description, Optional<String> database, boolean undo) {
    private static final Pattern NAME =
            Pattern.compile("(\\d+)_([A-Za-z0-9_-]+)(?:\\.(sqlite|postgresql))?(\\.undo)?\\.sql");

    static MigrationFileName parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw Misconfiguration.of(
                    "'" + name + "' is not the name of a migration",
                    "Name it like 001_create_files.sql, 001_create_files.sqlite.sql or 001_create_files.undo.sql");
        }
        return new MigrationFileName(
                matcher.group(1), matcher.group(2), Optional.ofNullable(matcher.group(3)), matcher.group(4) != null);
    }

    boolean isFor(String kind) {
        return database.isEmpty() || database.get().equals(kind);
    }
}
