package dev.dossier.schema;

import java.time.Duration;
import java.util.Optional;

/**
 * A row of {@code schema_migrations}: a migration that this database has.
 *
 * @param id grows with every row; the newest row has the greatest
 * @param appliedAt RFC 3339 in UTC; databases of other systems may hold other formats
 * @param status {@code completed}; {@code started} of one that runs outside a transaction, while it runs and where it was
 *     interrupted
 * @param executionTime how long the statements took, where recorded
 * @param checksum of the migration's SQL; empty where another system recorded the row
 * @param fingerprint of the whole catalog when this migration was the newest; empty in between
 * @param compatibleFrom the oldest version whose programs may still use the database
 * @param node which node applied it
 */
public record AppliedMigration(
        long id,
        String version,
        String description,
        String appliedAt,
        String status,
        Optional<Duration> executionTime,
        Optional<String> checksum,
        Optional<String> fingerprint,
        Optional<String> compatibleFrom,
        Optional<String> node) {}
