package dev.dossier.server;

import dev.dossier.Dossier;
import dev.dossier.Maintenance;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.schema.SchemaException;
import dev.dossier.server.api.OwnApi;
import dev.dossier.server.http.CrossOrigin;
import dev.dossier.server.http.Drain;
import dev.dossier.server.http.Edge;
import dev.dossier.server.http.Exchange;
import dev.dossier.server.http.LocalNames;
import dev.dossier.server.http.Problems;
import dev.dossier.server.http.Routes;
import dev.dossier.server.http.UploadPace;
import dev.dossier.server.operations.Operations;
import dev.dossier.server.operations.ServerMetrics;
import dev.dossier.server.operations.StoreMetrics;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A store served over HTTP.
 *
 * <p>Starting goes through a gate: the database is initialised and verified first, and only then is the port opened, so
 * that no request ever meets a database that is not ready. When the database cannot be made ready, or the port cannot be
 * had, starting fails and nothing stays open.
 *
 * <p>Stopping drains: new connections are refused, readiness says no, and the requests in flight may end before everything
 * is closed. The store stays open; it is its owner's to close.
 */
public final class DossierServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DossierServer.class);

    private final Transport transport;
    private final Housekeeping housekeeping;
    private final Scrubbing scrubbing;
    private final List<Routes.Route> routes;

    private DossierServer(Transport transport, Maintenance maintenance, List<Routes.Route> routes) {
        this.transport = transport;
        this.housekeeping = Housekeeping.start(maintenance);
        this.scrubbing = Scrubbing.start(maintenance);
        this.routes = List.copyOf(routes);
    }

    /**
     * Initialises the store and serves it. Initialisations before this call are not in the metrics.
     *
     * @throws SchemaException when the database could not be initialised
     * @throws PortUnavailableException when the port is taken
     * @throws InvalidValueException when others than this machine could reach the host
     */
    public static DossierServer start(Dossier dossier, ServerConfig config) {
        return start(dossier, config, new ServerMetrics());
    }

    /**
     * Initialises the store and serves it, counting into metrics that have perhaps been counting before.
     *
     * @throws SchemaException when the database could not be initialised
     * @throws PortUnavailableException when the port is taken
     * @throws InvalidValueException when others than this machine could reach the host
     */
    public static DossierServer start(Dossier dossier, ServerConfig config, ServerMetrics metrics) {
        InetAddress address = Loopback.address(config.host());
        dossier.initialize();
        Drain drain = new Drain();
        metrics.watch(dossier.config().node(), dossier::schemaVersion, drain::inFlight);
        metrics.watch(new StoreMetrics(dossier));
        UploadPace pace = new UploadPace(config.minimumUploadBytesPerSecond(), config.uploadGraceDuration());
        List<Routes.Route> routes = new ArrayList<>();
        Transport transport = Transport.start(config, address, drain, completion(metrics), javalin -> {
            configure(javalin, new LocalNames(config.host()), metrics);
            Routes all = new Routes(javalin.routes);
            new OwnApi(dossier, pace, metrics).addTo(all);
            new Operations(dossier, drain, metrics).addTo(all);
            routes.addAll(all.all());
        });
        return new DossierServer(transport, dossier.maintenance(), routes);
    }

    private static Edge.Completion completion(ServerMetrics metrics) {
        return (exchange, method, path, status) -> {
            metrics.answered(method, exchange.route(), status, exchange.age());
            LOG.debug(
                    "{} {} {} {} {} ms",
                    exchange.requestId(),
                    method,
                    path,
                    status,
                    exchange.age().toMillis());
        };
    }

    private static void configure(JavalinConfig javalin, LocalNames names, ServerMetrics metrics) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.routes.before(ctx -> MDC.put("request_id", Exchange.of(ctx).requestId()));
        javalin.routes.before(names::require);
        javalin.routes.before(CrossOrigin::refuse);
        javalin.routes.after(ctx -> MDC.remove("request_id"));
        new Problems(metrics::failed).install(javalin);
    }

    /** The port that is listened at. */
    public int port() {
        return transport.port();
    }

    /** The address to reach the server at. */
    public URI uri() {
        return transport.uri();
    }

    /** Every route, for whoever compares them with the description. */
    List<Routes.Route> routes() {
        return routes;
    }

    /** Drains and stops. */
    @Override
    public void close() {
        transport.close();
        scrubbing.close();
        housekeeping.close();
    }
}
