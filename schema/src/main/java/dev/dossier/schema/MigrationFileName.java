package dev.dossier.schema;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a migration's file: {@code 001_create_files.sql}, {@code 001_create_files.sqlite.sql} for one kind of
 * database, and {@code .undo.sql} in place of {@code .sql} for the statements that take it back. Flyway's names are
 * understood too: {@code V1_2__create_files.sql}, and {@code U1_2__create_files.sql} to take it back.
 *
 * @param stem everything before the first dot that belongs to no version
 * @param numbered whether the name is of the first style, in which versions have no gaps
 */
record MigrationFileName(
        String stem, String version, String description, Optional<String> database, boolean undo, boolean numbered) {
    private static final Pattern NUMBERED =
            Pattern.compile("(?<stem>(\\d+)_([A-Za-z0-9_-]+))(?:\\.(sqlite|postgresql))?(\\.undo)?\\.sql");
    private static final Pattern FLYWAY =
            Pattern.compile("(?<stem>([VU])(\\d+(?:[._]\\d+)*)__(.+?))(?:\\.(sqlite|postgresql))?\\.sql");
    private static final Pattern FLYWAY_REPEATABLE = Pattern.compile("R__.*\\.sql");

    static MigrationFileName parse(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()) {
            Optional<String> database = Optional.ofNullable(numbered.group(4));
            return new MigrationFileName(
                    numbered.group("stem"),
                    numbered.group(2),
                    numbered.group(3),
                    database,
                    numbered.group(5) != null,
                    true);
        }
        Matcher flyway = FLYWAY.matcher(name);
        if (flyway.matches()) {
            Optional<String> database = Optional.ofNullable(flyway.group(5));
            boolean undo = flyway.group(2).equals("U");
            return new MigrationFileName(flyway.group("stem"), flyway.group(3), flyway.group(4), database, undo, false);
        }
        if (FLYWAY_REPEATABLE.matcher(name).matches()) {
            throw Misconfiguration.of(
                    "'" + name + "' is a repeatable migration, and these run in order, once",
                    "Put what it creates into a migration with a version, such as V7__views.sql");
        }
        throw Misconfiguration.of(
                "'" + name + "' is not the name of a migration",
                "Name it like 001_create_files.sql, 001_create_files.sqlite.sql or 001_create_files.undo.sql");
    }

    /** The name of the same file for one kind of database only. */
    String forOnly(String kind) {
        return stem + "." + kind + (undo && numbered ? ".undo" : "") + ".sql";
    }

    boolean isFor(String kind) {
        return database.isEmpty() || database.get().equals(kind);
    }
}
