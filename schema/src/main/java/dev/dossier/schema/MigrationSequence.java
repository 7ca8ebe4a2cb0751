package dev.dossier.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The migrations of a schema in order, without gaps or duplicates, each with what is recorded about it.
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
    record Entry(Migration migration, Version version, MigrationHeader header, String checksum, String lineage) {}

    MigrationSequence {
        entries = List.copyOf(entries);
    }

    static MigrationSequence of(List<Migration> migrations) {
        List<Migration> sorted = migrations.stream()
                .sorted(Comparator.comparing(Migration::number))
                .toList();
        if (sorted.isEmpty()) {
            throw Misconfiguration.of("the schema has no migrations", "Add one, such as 001_create_files.sql");
        }
        List<Entry> entries = new ArrayList<>();
        String lineage = "";
        Version before = new Version("0");
        for (Migration migration : sorted) {
            requireNext(before, migration);
            String checksum = migration.checksum();
            lineage = Sha256.hex(lineage + checksum);
            before = migration.number();
            entries.add(new Entry(migration, before, migration.header(), checksum, lineage));
        }
        return new MigrationSequence(entries);
    }

    private static void requireNext(Version before, Migration migration) {
        if (before.sameAs(migration.number())) {
            throw Misconfiguration.of(
                    "two migrations have version " + migration.version(), "Give each migration its own version");
        }
        if (!new Version(before.next()).sameAs(migration.number())) {
            throw Misconfiguration.of(
                    "a migration is missing between " + before.text() + " and " + migration.version(),
                    "Number the migrations without gaps, from 001");
        }
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

    /** The migrations up to and including a version. */
    List<Entry> upTo(Version version) {
        return entries.stream().filter(e -> e.version().compareTo(version) <= 0).toList();
    }

    /** The migrations after a version, oldest first. */
    List<Entry> after(Version version) {
        return entries.stream().filter(e -> e.version().compareTo(version) > 0).toList();
    }
}
