package dev.dossier.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one {@link Schema#rollback} did.
 *
 * @param undone the migrations taken back, newest first
 * @param backup the database as it was before; empty where nothing was undone or the database has no file
 */
public record Rollback(String database, String from, String to, List<AppliedMigration> undone, Optional<Path> backup) {
    public Rollback {
        undone = List.copyOf(undone);
    }
}
