package dev.dossier.server.operations;

import dev.dossier.schema.SchemaListener;
import dev.dossier.server.api.Transfers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a server counts and measures, in the format of Prometheus. Made before the store is opened, so that the first
 * initialisation is counted too:
 *
 * <pre>{@code
 * ServerMetrics metrics = new ServerMetrics();
 * Dossier dossier = Dossier.open(config, metrics.schemaListener());
 * DossierServer server = DossierServer.start(dossier, serverConfig, metrics);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ServerMetrics implements Transfers {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SchemaListener schema = new SchemaMetrics(registry);
    private final Violations violations = new Violations(registry);
    private final Counter uploads = counter("dossier.uploads", "Contents stored");
    private final Counter uploadedBytes = counter("dossier.upload.bytes", "Bytes of contents stored");
    private final Counter downloads = counter("dossier.downloads", "Contents sent, whole or in part");
    private final Counter downloadedBytes = counter("dossier.download.bytes", "Bytes of contents sent");

    /** Counters at zero. */
    @SuppressWarnings("try") // lives as long as the process
    public ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
    }

    /** What the store is to tell of initialisations: they are counted, and written to the log. */
    public SchemaListener schemaListener() {
        return new SchemaListeners(schema, new SchemaLog());
    }

    /**
     * Adds what is looked up at each scrape.
     *
     * @param node whose version it is
     * @param schemaVersion answers the version, or "unknown"
     * @param requestsInFlight answers how many requests are being answered
     */
    public void watch(String node, Supplier<String> schemaVersion, IntSupplier requestsInFlight) {
        Gauge.builder("dossier.schema.version", () -> number(schemaVersion.get()))
                .description("Version of the database as this node sees it; -1 when it has none")
                .tag("node", node)
                .register(registry);
        Gauge.builder("dossier.http.requests.in.flight", requestsInFlight::getAsInt)
                .description("Requests being answered")
                .register(registry);
    }

    /** Adds what the store tells at each scrape. */
    public void watch(StoreMetrics store) {
        store.bindTo(registry);
    }

    /** Counts a request that was answered. */
    public void answered(String method, String route, int status, Duration duration) {
        Timer.builder("dossier.http.requests")
                .description("Requests by route and status")
                .tag("method", METHODS.contains(method) ? method : "other")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(duration);
    }

    /** Counts a failure that the client is not to blame for. */
    public void failed(Throwable failure) {
        violations.count(failure);
    }

    @Override
    public void uploaded(long sizeBytes) {
        uploads.increment();
        uploadedBytes.increment((double) sizeBytes);
    }

    @Override
    public void downloaded(long sizeBytes) {
        downloads.increment();
        downloadedBytes.increment((double) sizeBytes);
    }

    /** Everything, as Prometheus reads it. */
    String scrape() {
        return registry.scrape();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static double number(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
