package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The table {@code flyway_schema_history}. Its checksums are those of our files: CRC-32 of the lines, without their ends, as
 * Flyway's {@code ChecksumCalculator} takes it.
 */
record FlywayHistory(Examination examination) implements ForeignHistory {
    private static final MigrationHeader.Column MARK =
            new MigrationHeader.Column("flyway_schema_history", "installed_rank");

    private record Row(Version version, String type, Optional<Integer> checksum) {}

    @Override
    public List<MigrationSequence.Entry> recorded(Connection connection) throws SQLException {
        if (!examination.dialect().columnExists(connection, MARK)) {
            return List.of();
        }
        TreeMap<Version, Row> applied = new TreeMap<>();
        Version baseline = new Version("0");
        for (Row row : rows(connection)) {
            if (row.type().equals("BASELINE")) {
                baseline = row.version();
            } else if (row.type().startsWith("UNDO") || row.type().equals("DELETE")) {
                applied.remove(row.version());
            } else {
                applied.put(row.version(), row);
            }
        }
        return entries(applied, baseline);
    }

    private List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT version, type, checksum, success"
                        + " FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY installed_rank")) {
            while (found.next()) {
                String version = found.getString(1);
                int checksum = found.getInt(3);
                Optional<Integer> known = found.wasNull() ? Optional.empty() : Optional.of(checksum);
                if (!found.getBoolean(4)) {
                    throw mismatch(
                            version,
                            "flyway_schema_history says that version " + version + " failed",
                            "Repair it with Flyway first");
                }
                if (Version.isVersion(version)) {
                    rows.add(new Row(new Version(version), found.getString(2), known));
                }
            }
        }
        return rows;
    }

    private List<MigrationSequence.Entry> entries(TreeMap<Version, Row> applied, Version baseline) {
        Version newest = applied.isEmpty() ? baseline : max(applied.lastKey(), baseline);
        List<MigrationSequence.Entry> entries = examination.migrations().upTo(newest);
        for (MigrationSequence.Entry entry : entries) {
            Row row = applied.remove(entry.version());
            if (row == null && entry.version().compareTo(baseline) > 0) {
                throw mismatch(
                        entry.version().text(),
                        "flyway_schema_history has version " + newest.text() + " and not "
                                + entry.version().text(),
                        "Apply what is missing with Flyway first; versions are applied in order");
            }
            if (row != null) {
                requireSame(row, entry.migration());
            }
        }
        if (!applied.isEmpty()) {
            throw mismatch(
                    applied.firstKey().text(),
                    "flyway_schema_history has version " + applied.firstKey().text()
                            + ", which is none of these migrations",
                    "Bring the file of that version along");
        }
        return entries;
    }

    private static Version max(Version a, Version b) {
        return Comparator.<Version>naturalOrder().compare(a, b) < 0 ? b : a;
    }

    private void requireSame(Row row, Migration migration) {
        int ours = checksum(migration.sql());
        if (migration.program().isEmpty()
                && row.checksum().filter(theirs -> theirs != ours).isPresent()) {
            throw mismatch(
                    migration.version(),
                    "Flyway applied version " + migration.version() + " with checksum "
                            + row.checksum().get() + " and its file now has " + ours,
                    "Bring the file along as it was applied");
        }
    }

    static int checksum(String sql) {
        CRC32 checksum = new CRC32();
        sql.replaceFirst("^\uFEFF", "").lines().forEach(line -> checksum.update(line.getBytes(UTF_8)));
        return (int) checksum.getValue();
    }

    private SchemaException mismatch(String version, String problem, String nextStep) {
        return examination.diagnosis().historyMismatch(version, problem, nextStep);
    }
}
