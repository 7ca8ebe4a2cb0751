package dev.dossier.schema;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The migrations of a schema for each kind of database, read when that kind is first met. Thread-safe. */
final class MigrationSequences {
    private final Migrations source;
    private final Optional<Version> last;
    private final MigrationSequence any;
    private final Map<String, MigrationSequence> loaded = new ConcurrentHashMap<>();

    private MigrationSequences(Migrations source, Optional<Version> last, MigrationSequence any) {
        this.source = source;
        this.last = last;
        this.any = any;
    }

    /**
     * Reads those for the first kind of database for which there are any.
     *
     * @throws SchemaException.Misconfigured when there are none
     */
    static MigrationSequences load(Migrations source, Dialects dialects) {
        Optional<SchemaException> reason = Optional.empty();
        for (Dialect dialect : dialects.all()) {
            try {
                MigrationSequence sequence = read(source, dialect);
                MigrationSequences sequences = new MigrationSequences(source, Optional.empty(), sequence);
                sequences.loaded.put(dialect.name(), sequence);
                return sequences;
            } catch (SchemaException.Misconfigured e) {
                reason = reason.or(() -> Optional.of(e));
            }
        }
        throw reason.orElseThrow();
    }

    private static MigrationSequence read(Migrations source, Dialect dialect) {
        var migrations = source.on(dialect.name());
        migrations.forEach(dialect::requireRunnable);
        return MigrationSequence.of(migrations, source.areConsecutive());
    }

    /** Those of one kind of database; the versions are the same for all. */
    MigrationSequence any() {
        return any;
    }

    MigrationSequence on(Dialect dialect) {
        return loaded.computeIfAbsent(dialect.name(), name -> {
            MigrationSequence all = read(source, dialect);
            MigrationSequence sequence = last.map(all::endingAt).orElse(all);
            requireSameVersions(sequence, dialect);
            return sequence;
        });
    }

    private void requireSameVersions(MigrationSequence sequence, Dialect dialect) {
        if (!sequence.versions().equals(any.versions())) {
            throw Misconfiguration.of(
                    "the migrations for " + dialect.name() + " have the versions " + sequence.versions() + " and not "
                            + any.versions(),
                    "Give every version a file for each kind of database, or one for all; it may be empty");
        }
    }

    MigrationSequences upTo(Version version) {
        MigrationSequences shorter = new MigrationSequences(source, Optional.of(version), any.endingAt(version));
        loaded.forEach((name, sequence) -> shorter.loaded.put(name, sequence.endingAt(version)));
        return shorter;
    }
}
