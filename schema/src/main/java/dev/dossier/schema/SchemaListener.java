package dev.dossier.schema;

import java.time.Duration;

/**
 * Hears what an initialisation does, on the thread that does it; for logs, metrics and tests.
 *
 * <p>A listener that throws ends the initialisation: what was not committed is rolled back, and the exception reaches the
 * caller of {@link Schema#initialize}.
 */
public interface SchemaListener {
    /** The listener that does nothing. */
    SchemaListener NONE = new SchemaListener() {};

    /** An initialisation begins. */
    default void started(String schema, String database) {}

    /** A step is about to begin. Steps are repeated when the database was busy. */
    default void step(Step step) {}

    /** Another node holds the lock, and this one has waited for so long; heard every five seconds. */
    default void waiting(Duration soFar) {}

    /** The lock is held, after this wait. */
    default void lockAcquired(Duration wait, boolean contended) {}

    /** A migration is applied and permanent. */
    default void applied(AppliedMigration migration) {}

    /** A missing object is there again, permanently. */
    default void healed(SchemaObject object) {}

    /** The database is as it must be. */
    default void completed(InitializationResult result) {}

    /** The initialisation failed; the same exception reaches the caller. */
    default void failed(SchemaException exception) {}
}
