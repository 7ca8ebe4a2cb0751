package dev.dossier.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one {@link Schema#initialize} did.
 *
 * @param database path, or address without secrets
 * @param previousVersion {@code unknown} where the database had none
 * @param version the version that the database has now
 * @param applied the migrations that this call applied or, for a database that already had their objects, recorded
 * @param healed the objects that were missing and are there again
 * @param changed objects that differ from their definition and were left as they are
 * @param unexpected objects that the schema does not know and that were left as they are
 * @param backup the backup made before the first change, where one was made
 * @param lockWait how long this call waited for the lock, all its turns together; zero where it needed none
 * @param duration the whole call
 * @param contended whether another connection held the lock when this call wanted it
 * @param newer whether the database is newer than this program and declared compatible with it
 */
public record InitializationResult(
        String database,
        String previousVersion,
        String version,
        List<AppliedMigration> applied,
        List<SchemaObject> healed,
        List<SchemaObject> changed,
        List<SchemaObject> unexpected,
        Optional<Path> backup,
        Duration lockWait,
        Duration duration,
        boolean contended,
        boolean newer) {
    public InitializationResult {
        applied = List.copyOf(applied);
        healed = List.copyOf(healed);
        changed = List.copyOf(changed);
        unexpected = List.copyOf(unexpected);
    }

    /** Whether this call changed the database. */
    public boolean changedDatabase() {
        return !applied.isEmpty() || !healed.isEmpty();
    }
}
