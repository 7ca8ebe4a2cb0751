package dev.dossier.server.operations;

import dev.dossier.schema.InitializationResult;
import dev.dossier.schema.SchemaException;
import dev.dossier.schema.SchemaListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what initialisations do. */
final class SchemaMetrics implements SchemaListener {
    private final MeterRegistry registry;
    private final Counter attempts;
    private final Counter contended;
    private final Counter migrations;
    private final Counter healed;
    private final Timer lockWait;
    private final Timer duration;

    SchemaMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.attempts = counter("attempts", "Initialisations begun");
        this.contended = counter("contended", "Initialisations that met another one at work");
        this.migrations = counter("migrations", "Migrations applied by this node");
        this.healed = counter("healed", "Missing objects recreated by this node");
        this.lockWait = timer("lock.wait", "Time until the lock of the schema was held");
        this.duration = timer("duration", "Time that initialisations took");
        outcome("current");
        outcome("applied");
        outcome("failed");
    }

    @Override
    public void started(String schema, String database) {
        attempts.increment();
    }

    @Override
    public void lockAcquired(Duration wait, boolean met) {
        lockWait.record(wait);
        if (met) {
            contended.increment();
        }
    }

    @Override
    public void completed(InitializationResult result) {
        migrations.increment(result.applied().size());
        healed.increment(result.healed().size());
        duration.record(result.duration());
        outcome(result.changedDatabase() ? "applied" : "current").increment();
    }

    @Override
    public void failed(SchemaException exception) {
        outcome("failed").increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder("dossier.schema.initialization." + name)
                .description(description)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder("dossier.schema.initialization." + name)
                .description(description)
                .register(registry);
    }

    private Counter outcome(String outcome) {
        return Counter.builder("dossier.schema.initialization.outcomes")
                .description("Initialisations ended")
                .tag("outcome", outcome)
                .register(registry);
    }
}
