package dev.dossier.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comment lines of a migration declare: at its head everything but the names of changesets, which may be anywhere, as
 * Liquibase allows.
 *
 * @param changesets the names by which Liquibase knows it
 */
record MigrationHeader(
        Optional<Version> compatibleFrom,
        List<Column> skipIfExists,
        boolean transactional,
        List<Changeset> changesets) {
    private static final Pattern DECLARATION =
            Pattern.compile("-- ?(compatible-from|skip-if|transactional)\\s*:\\s*(.*?)\\s*");
    private static final Pattern COLUMN_EXISTS = Pattern.compile("column-exists\\s+(\\w+)\\.(\\w+)");
    private static final Pattern CHANGESET = Pattern.compile(
            "(?im)^\\s*--\\s*changeset\\s+([^\\s:]+):(\"[^\"]+\"|\\S+)(?:.*\\slogicalFilePath:(\"[^\"]+\"|\\S+))?");

    /** A column of a table. */
    record Column(String table, String name) {}

    /**
     * A change that Liquibase applied.
     *
     * @param file where Liquibase read it, as {@code databasechangelog} says; empty for anywhere
     */
    record Changeset(String author, String id, Optional<String> file) {
        /** The same, wherever it was read. */
        Changeset anywhere() {
            return new Changeset(author, id, Optional.empty());
        }

        @Override
        public String toString() {
            return author + ":" + id
                    + file.map(name -> " logicalFilePath:" + name).orElse("");
        }
    }

    MigrationHeader {
        skipIfExists = List.copyOf(skipIfExists);
        changesets = List.copyOf(changesets);
    }

    static MigrationHeader ofProgram(Optional<Version> compatibleFrom) {
        return new MigrationHeader(compatibleFrom, List.of(), true, List.of());
    }

    static MigrationHeader parse(String version, String sql) {
        Optional<Version> compatibleFrom = Optional.empty();
        List<Column> columns = new ArrayList<>();
        boolean transactional = true;
        for (String line : sql.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("--")) {
                break;
            }
            Matcher declaration = DECLARATION.matcher(line);
            if (declaration.matches()) {
                String value = declaration.group(2);
                switch (declaration.group(1)) {
                    case "compatible-from" -> compatibleFrom = Optional.of(version(version, line, value));
                    case "skip-if" -> columns.add(column(version, line, value));
                    default -> transactional = truth(version, line, value);
                }
            }
        }
        return new MigrationHeader(compatibleFrom, columns, transactional, changesets(sql));
    }

    private static List<Changeset> changesets(String sql) {
        return CHANGESET
                .matcher(sql)
                .results()
                .map(found -> new Changeset(
                        found.group(1),
                        found.group(2).replace("\"", ""),
                        Optional.ofNullable(found.group(3)).map(file -> file.replace("\"", ""))))
                .toList();
    }

    private static Version version(String version, String line, String value) {
        if (!Version.isVersion(value)) {
            throw notUnderstood(version, line, "Write a version, such as 'compatible-from: 002'");
        }
        return new Version(value);
    }

    private static Column column(String version, String line, String value) {
        Matcher column = COLUMN_EXISTS.matcher(value);
        if (!column.matches()) {
            throw notUnderstood(version, line, "Write 'skip-if: column-exists table.column'");
        }
        return new Column(column.group(1), column.group(2));
    }

    private static boolean truth(String version, String line, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw notUnderstood(version, line, "Write 'transactional: false', or remove the line");
        }
        return value.equals("true");
    }

    private static SchemaException notUnderstood(String version, String line, String nextStep) {
        return Misconfiguration.of("migration " + version + " has a header that cannot be used: " + line, nextStep);
    }
}
