package dev.dossier.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comment lines at the head of a migration declare. */
record MigrationHeader(Optional<Version> compatibleFrom, List<Column> skipIfExists) {
    private static final Pattern DECLARATION =
            Pattern.compile("-- ?(compatible-from|skip-if|transactional)\\s*:\\s*(.*?)\\s*");
    private static final Pattern COLUMN_EXISTS = Pattern.compile("column-exists\\s+(\\w+)\\.(\\w+)");

    /** A column of a table. */
    record Column(String table, String name) {}

    MigrationHeader {
        skipIfExists = List.copyOf(skipIfExists);
    }

    static MigrationHeader parse(String version, String sql) {
        Optional<Version> compatibleFrom = Optional.empty();
        List<Column> columns = new ArrayList<>();
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
                    default -> requireTransactional(version, line, value);
                }
            }
        }
        return new MigrationHeader(compatibleFrom, columns);
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

    private static void requireTransactional(String version, String line, String value) {
        if (!value.equals("true")) {
            throw notUnderstood(
                    version, line, "Every migration of SQLite runs in the one transaction; remove the line");
        }
    }

    private static SchemaException notUnderstood(String version, String line, String nextStep) {
        return Misconfiguration.of("migration " + version + " has a header that cannot be used: " + line, nextStep);
    }
}
