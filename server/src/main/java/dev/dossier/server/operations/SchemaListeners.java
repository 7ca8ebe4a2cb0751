package dev.dossier.server.operations;

import dev.dossier.schema.AppliedMigration;
import dev.dossier.schema.InitializationResult;
import dev.dossier.schema.SchemaException;
import dev.dossier.schema.SchemaListener;
import dev.dossier.schema.SchemaObject;
import dev.dossier.schema.Step;
import java.time.Duration;

/** Two listeners that hear the same, one after the other. */
record SchemaListeners(SchemaListener first, SchemaListener second) implements SchemaListener {
    @Override
    public void started(String schema, String database) {
        first.started(schema, database);
        second.started(schema, database);
    }

    @Override
    public void step(Step step) {
        first.step(step);
        second.step(step);
    }

    @Override
    public void waiting(Duration soFar) {
        first.waiting(soFar);
        second.waiting(soFar);
    }

    @Override
    public void lockAcquired(Duration wait, boolean contended) {
        first.lockAcquired(wait, contended);
        second.lockAcquired(wait, contended);
    }

    @Override
    public void applied(AppliedMigration migration) {
        first.applied(migration);
        second.applied(migration);
    }

    @Override
    public void healed(SchemaObject object) {
        first.healed(object);
        second.healed(object);
    }

    @Override
    public void completed(InitializationResult result) {
        first.completed(result);
        second.completed(result);
    }

    @Override
    public void failed(SchemaException exception) {
        first.failed(exception);
        second.failed(exception);
    }
}
