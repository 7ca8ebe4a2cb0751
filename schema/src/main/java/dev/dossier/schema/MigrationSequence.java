package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The migrations of a schema in order, without duplicates, each with what is recorded about it.
 *
 * <p>Checksums are computed once, here, so that a start of a current database costs the same with one migration or a
 * thousand.
 */
record MigrationSequence(List<Entry> entries) {

    /**
     * A migration with its checksums.
     *
     * @param checksum of this migration's SQL
     * @param lineage of this migration's checksum and all before it: equal lineages have equal pasts
     */
    record Entry(Migration migration, Version version, MigrationHeader header, String checksum, String lineage) {

        /** Whether everything that the header names is there already. */
        boolean isSkipped(Connection connection, Dialect dialect) throws SQLException {
            for (MigrationHeader.Column column : header.skipIfExists()) {
                if (!dialect.columnExists(connection, column)) {
                    return false;
                }
            }
            return !header.skipIfExists().isEmpty();
        }

        /** What is recorded of it; the checksum only where exactly this was run. */
        SchemaHistory.Row row(Policies policies, String status, boolean exact, Duration took) {
            AppliedMigration row = new AppliedMigration(
                    0,
                    migration.version(),
                    migration.description(),
                    policies.now(),
                    status,
                    Optional.of(took),
                    exact ? Optional.of(checksum) : Optional.empty(),
                    Optional.empty(),
                    header.compatibleFrom().map(Version::text),
                    Optional.of(policies.node()));
            return new SchemaHistory.Row(row, Optional.of(lineage));
        }
    }

    MigrationSequence {
        entries = List.copyOf(entries);
    }

    static MigrationSequence of(List<Migration> migrations, boolean consecutive) {
        List<Migration> sorted = migrations.stream()
                .sorted(Comparator.comparing(Migration::number))
                .toList();
        if (sorted.isEmpty()) {
            throw Misconfiguration.of("the schema has no migrations", "Add one, such as 001_create_files.sql");
        }
        List<Entry> entries = new ArrayList<>();
        String lineage = "";
        for (Migration migration : sorted) {
            requireNext(entries, migration, consecutive);
            String checksum = migration.checksum();
            lineage = Sha256.hex(lineage + checksum);
            entries.add(new Entry(migration, migration.number(), migration.header(), checksum, lineage));
        }
        return new MigrationSequence(entries);
    }

    private static void requireNext(List<Entry> entries, Migration migration, boolean consecutive) {
        Version before =
                entries.isEmpty() ? new Version("0") : entries.getLast().version();
        if (!entries.isEmpty() && before.sameAs(migration.number())) {
            throw Misconfiguration.of(
                    "two migrations have version " + migration.version(), "Give each migration its own version");
        }
        if (entries.isEmpty() && !migration.header().transactional()) {
            throw Misconfiguration.of(
                    "the first migration declares 'transactional: false'",
                    "Begin with one that runs in a transaction: it creates the history");
        }
        if (consecutive && !new Version(before.next()).sameAs(migration.number())) {
            throw Misconfiguration.of(
                    "a migration is missing between " + before.text() + " and " + migration.version(),
                    "Number the migrations without gaps, from 001");
        }
    }

    /** The first of these migrations, up to one that runs outside a transaction. */
    static List<Entry> transactional(List<Entry> entries) {
        return entries.stream()
                .takeWhile(entry -> entry.header().transactional())
                .toList();
    }

    Entry first() {
        return entries.getFirst();
    }

    Entry last() {
        return entries.getLast();
    }

    Optional<Entry> find(Version version) {
        return entries.stream().filter(e -> e.version().sameAs(version)).findFirst();
    }

    List<String> versions() {
        return entries.stream().map(entry -> entry.version().text()).toList();
    }

    MigrationSequence endingAt(Version version) {
        return new MigrationSequence(upTo(version));
    }

    /** The migrations up to and including a version. */
    List<Entry> upTo(Version version) {
        return entries.stream().filter(e -> e.version().compareTo(version) <= 0).toList();
    }

    /** The migrations after a version, oldest first. */
    List<Entry> after(Version version) {
        return entries.stream().filter(e -> e.version().compareTo(version) > 0).toList();
    }
}
