package dev.dossier.server.operations;

import dev.dossier.schema.AppliedMigration;
import dev.dossier.schema.InitializationResult;
import dev.dossier.schema.SchemaException;
import dev.dossier.schema.SchemaListener;
import dev.dossier.schema.SchemaObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what an initialisation does to the log, in the words that alerts look for. */
public final class SchemaLog implements SchemaListener {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaLog.class);

    @Override
    public void waiting(Duration soFar) {
        LOG.info("Another node is changing the database; waiting for {} s so far", soFar.toSeconds());
    }

    @Override
    public void applied(AppliedMigration migration) {
        LOG.info("Recorded migration {} in schema_migrations table", migration.version());
    }

    @Override
    public void healed(SchemaObject object) {
        LOG.warn("Recreated the missing {}", object);
    }

    @Override
    public void completed(InitializationResult result) {
        result.backup().ifPresent(backup -> LOG.info("Backed up the database to {}", backup));
        result.changed()
                .forEach(object -> LOG.warn("The {} differs from its definition and was left as it is", object));
        result.unexpected()
                .forEach(object -> LOG.info("The {} is not part of the schema and was left as it is", object));
        if (result.newer()) {
            LOG.warn("The database is newer than this program, which may still use it: version {}", result.version());
        }
        LOG.info("Conversation files database initialized (schema version: {})", result.version());
    }

    @Override
    public void failed(SchemaException exception) {
        switch (exception) {
            case SchemaException.ForeignKeys _ -> LOG.error("Foreign keys are not enabled: {}", exception.getMessage());
            case SchemaException.MigrationFailed _ ->
                LOG.error("Database migration failed: {}", exception.getMessage());
            default -> LOG.error("{}", exception.getMessage());
        }
    }
}
