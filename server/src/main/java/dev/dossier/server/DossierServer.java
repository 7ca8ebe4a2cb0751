package dev.dossier.server;

import dev.dossier.Dossier;
import dev.dossier.Maintenance;
import dev.dossier.access.AccessMode;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.schema.SchemaException;
import dev.dossier.server.api.OwnApi;
import dev.dossier.server.authentication.Authentication;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.http.CrossOrigin;
import dev.dossier.server.http.Drain;
import dev.dossier.server.http.Edge;
import dev.dossier.server.http.Exchange;
import dev.dossier.server.http.LeftoverBody;
import dev.dossier.server.http.LocalNames;
import dev.dossier.server.http.Problems;
import dev.dossier.server.http.Routes;
import dev.dossier.server.http.UploadPace;
import dev.dossier.server.links.FileLinks;
import dev.dossier.server.operations.Operations;
import dev.dossier.server.operations.ServerMetrics;
import dev.dossier.server.operations.StoreMetrics;
import dev.dossier.server.previews.Thumbnails;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
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

    private static final String LINKS = "/api/links/";

    private final Transport transport;
    private final Housekeeping housekeeping;
    private final Scrubbing scrubbing;
    private final VirusScanning virusScanning;
    private final Thumbnails thumbnails;
    private final List<Routes.Route> routes;
    private final List<Routes.Route> openRoutes;

    private DossierServer(
            Transport transport,
            Thumbnails thumbnails,
            Maintenance maintenance,
            List<Routes.Route> routes,
            List<Routes.Route> openRoutes) {
        this.transport = transport;
        this.thumbnails = thumbnails;
        this.housekeeping = Housekeeping.start(maintenance);
        this.scrubbing = Scrubbing.start(maintenance);
        this.virusScanning = VirusScanning.start(maintenance.virusScan());
        this.routes = List.copyOf(routes);
        this.openRoutes = List.copyOf(openRoutes);
    }

    /**
     * Initialises the store and serves it. Initialisations before this call are not in the metrics.
     *
     * @throws SchemaException when the database could not be initialised
     * @throws PortUnavailableException when the port is taken
     * @throws InvalidValueException when others than this machine could reach the host and nobody has to say who they are
     */
    public static DossierServer start(Dossier dossier, ServerConfig config) {
        return start(dossier, config, new ServerMetrics());
    }

    /**
     * Initialises the store and serves it, counting into metrics that have perhaps been counting before.
     *
     * @throws SchemaException when the database could not be initialised
     * @throws PortUnavailableException when the port is taken
     * @throws InvalidValueException when others than this machine could reach the host and nobody has to say who they are
     */
    public static DossierServer start(Dossier dossier, ServerConfig config, ServerMetrics metrics) {
        boolean authenticated = config.authentication().isRequired();
        InetAddress address = Loopback.address(config.host(), authenticated);
        dossier.initialize();
        Drain drain = new Drain();
        metrics.watch(dossier.config().node(), dossier::schemaVersion, drain::inFlight);
        metrics.watch(new StoreMetrics(dossier));
        UploadPace pace = new UploadPace(
                config.limits().minimumUploadBytesPerSecond(), config.limits().uploadGrace());
        Authentication authentication = new Authentication(dossier, config.authentication());
        FileLinks links = new FileLinks(config.links(), dossier.config().dataDirectory());
        Thumbnails thumbnails = new Thumbnails(config.thumbnailsAtOnce());
        List<Routes.Route> routes = new ArrayList<>();
        List<Routes.Route> open = new ArrayList<>();
        warn(dossier, config.authentication());
        Transport transport = Transport.start(config, address, drain, completion(metrics), javalin -> {
            configure(javalin, metrics);
            if (!authenticated) {
                javalin.routes.before(new LocalNames(config.host())::require);
            }
            Routes all = new Routes(javalin.routes, authentication);
            new OwnApi(dossier, pace, metrics, authentication.failures(), links, thumbnails).addTo(all);
            new Operations(dossier, drain, metrics).addTo(all);
            routes.addAll(all.all());
            open.addAll(all.open());
        });
        return new DossierServer(transport, thumbnails, dossier.maintenance(), routes, open);
    }

    private static Edge.Completion completion(ServerMetrics metrics) {
        return (exchange, method, path, status) -> {
            metrics.answered(method, exchange.route(), status, exchange.age());
            LOG.debug(
                    "{} {} {} {} {} ms",
                    exchange.requestId(),
                    method,
                    path.startsWith(LINKS) ? LINKS : path, // a link is a secret
                    status,
                    exchange.age().toMillis());
        };
    }

    /** Says in the log what a person who starts the server may have overlooked. */
    private static void warn(Dossier dossier, AuthenticationConfig config) {
        if (config.keys() && config.jwt().isEmpty() && !anyKeyIsGood(dossier)) {
            LOG.warn("Nobody can get in: there is no good API key. Make one with \"dossier key create\"");
        }
        if (config.isRequired() && dossier.config().accessMode() == AccessMode.DISABLED) {
            LOG.warn("Everybody with a key or token may use everything: the access mode is disabled");
        }
    }

    private static boolean anyKeyIsGood(Dossier dossier) {
        Instant now = Instant.now();
        return dossier.keys().list().stream().anyMatch(key -> !key.isRevoked() && !key.isExpired(now));
    }

    private static void configure(JavalinConfig javalin, ServerMetrics metrics) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.routes.before(ctx -> MDC.put("request_id", Exchange.of(ctx).requestId()));
        javalin.routes.before(CrossOrigin::refuse);
        javalin.routes.after(LeftoverBody::drop);
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

    /** Those routes for which nobody has to say who they are. */
    List<Routes.Route> openRoutes() {
        return openRoutes;
    }

    /** Drains and stops. */
    @Override
    public void close() {
        transport.close();
        thumbnails.close();
        virusScanning.close();
        scrubbing.close();
        housekeeping.close();
    }
}
