package dev.dossier.server.operations;

import dev.dossier.Dossier;
import dev.dossier.blobs.ScanState;
import dev.dossier.blobs.ScrubProgress;
import dev.dossier.errors.DossierException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is looked up in the store at each scrape. A store that does not answer has no figures then. */
public final class StoreMetrics implements MeterBinder {
    private final Dossier dossier;

    /** The figures of that store. */
    public StoreMetrics(Dossier dossier) {
        this.dossier = dossier;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "quarantined.files", "Files whose bytes are missing or damaged", store ->
                (double) store.quarantinedFiles());
        for (ScanState state : ScanState.values()) {
            if (state.isHeld()) {
                Gauge.builder("dossier.held.blobs", dossier, store -> value(store, held(state)))
                        .description("Contents that nobody gets because they were not found free of viruses")
                        .tag("state", state.toString())
                        .register(registry);
            }
        }
        gauge(registry, "scan.due.blobs", "Contents that are yet to be scanned for viruses, held or not", store ->
                (double) store.heldFiles().countDue());
        scrub(registry, "round", "Rounds of reading all stored bytes again that were begun", progress ->
                (double) progress.round());
        scrub(registry, "checked.blobs", "Blobs read again in this round", progress ->
                (double) progress.checkedBlobs());
        scrub(registry, "checked.bytes", "Bytes read again in this round", progress ->
                (double) progress.checkedBytes());
        scrub(registry, "damaged.blobs", "Blobs found missing or wrong in this round", progress ->
                (double) progress.damagedBlobs());
        scrub(
                registry,
                "completed.timestamp.seconds",
                "When the last round was complete; 0 before that",
                progress -> seconds(progress.completedAt()));
    }

    private static ToDoubleFunction<Dossier> held(ScanState state) {
        return store -> store.heldFiles().count().getOrDefault(state, 0L);
    }

    private void scrub(MeterRegistry registry, String name, String description, ToDoubleFunction<ScrubProgress> of) {
        gauge(registry, "scrub." + name, description, store -> of.applyAsDouble(store.scrubProgress()));
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Dossier> of) {
        Gauge.builder("dossier." + name, dossier, store -> value(store, of))
                .description(description)
                .register(registry);
    }

    private static double value(Dossier store, ToDoubleFunction<Dossier> of) {
        try {
            return of.applyAsDouble(store);
        } catch (DossierException e) {
            return Double.NaN;
        }
    }

    private static double seconds(@Nullable Instant time) {
        return time == null ? 0 : (double) time.getEpochSecond();
    }
}
