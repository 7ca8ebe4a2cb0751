package dev.dossier.server;

import dev.dossier.server.http.Drain;
import dev.dossier.server.http.Edge;
import dev.dossier.server.http.JettyProblems;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, the threads behind it, and their orderly end. A few platform threads wait; virtual ones work. */
final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final int PLATFORM_THREADS = 16;

    private final ServerConfig config;
    private final Drain drain;
    private final Javalin javalin;
    private final InetAddress address;
    private final int port;
    private final ServerConnector connector;
    private final SlowHeaders slowHeaders;

    private Transport(
            ServerConfig config, InetAddress address, Drain drain, Javalin javalin, ServerConnector connector) {
        this.config = config;
        this.address = address;
        this.drain = drain;
        this.javalin = javalin;
        this.connector = connector;
        this.port = connector.getLocalPort();
        this.slowHeaders = SlowHeaders.watch(connector, drain, config.limits().uploadGrace());
    }

    /**
     * Opens the port and serves what the application configures.
     *
     * @throws PortUnavailableException when the port cannot be had; nothing stays open
     */
    static Transport start(
            ServerConfig config,
            InetAddress address,
            Drain drain,
            Edge.Completion completion,
            Consumer<JavalinConfig> application) {
        Javalin javalin = Javalin.create(settings -> {
            settings.jetty.threadPool = threads();
            settings.jetty.modifyHttpConfiguration(http -> configure(http, config));
            settings.jetty.modifyServer(server -> configure(server, new Edge(drain, completion)));
            settings.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyProblems()));
            settings.jetty.addConnector((server, http) -> open(server, http, config, address));
            application.accept(settings);
        });
        javalin.start();
        ServerConnector connector =
                (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
        return new Transport(config, address, drain, javalin, connector);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        return threads;
    }

    private static void configure(HttpConfiguration http, ServerConfig config) {
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setSendDateHeader(true);
        http.setIdleTimeout(config.limits().requestIdle().toMillis());
    }

    private static void configure(Server server, Edge edge) {
        server.removeBean(server.getBean(LowResourceMonitor.class));
        server.setHandler(edge);
        server.setErrorHandler(new JettyProblems());
        server.setStopTimeout(0);
    }

    private static ServerConnector open(
            Server server, HttpConfiguration http, ServerConfig config, InetAddress address) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address.getHostAddress());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.limits().requestIdle().toMillis());
        connector.setShutdownIdleTimeout(-1);
        try {
            connector.open();
        } catch (IOException e) {
            throw new PortUnavailableException(config.host(), config.port(), e);
        }
        return connector;
    }

    int port() {
        return port;
    }

    URI uri() {
        String host = address.getHostAddress();
        return URI.create("http://" + (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port);
    }

    /** Refuses connections, lets the requests in flight end, then cuts what is left. */
    @Override
    public void close() {
        drain.begin();
        CompletableFuture<Void> _ = connector.shutdown();
        connector.close();
        if (!drain.await(config.limits().drain())) {
            LOG.warn(
                    "Stopping with {} requests unanswered after {}",
                    drain.inFlight(),
                    config.limits().drain());
        }
        slowHeaders.close();
        javalin.stop();
    }
}
