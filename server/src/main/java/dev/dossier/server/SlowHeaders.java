package dev.dossier.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Cuts connections whose headers do not come to an end. The idle limit does not see them, because there is always a byte
 * now and then. Connections that wait for a next request have sent nothing of it and are left to the idle limit.
 */
final class SlowHeaders implements AutoCloseable {
    private final ServerConnector connector;
    private final Duration limit;
    private final Thread thread;

    /** What was seen of a connection between two of its requests. */
    private record Seen(long requests, long bytes, long sinceNanos) {}

    private Map<Connection, Seen> seen = new HashMap<>();

    private SlowHeaders(ServerConnector connector, Duration limit) {
        this.connector = connector;
        this.limit = limit;
        this.thread = Thread.ofVirtual().name("slow-headers").unstarted(this::run);
    }

    /** Watches the connections of that connector. */
    static SlowHeaders watch(ServerConnector connector, Duration limit) {
        SlowHeaders watch = new SlowHeaders(connector, limit);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(limit.dividedBy(4));
                look(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long now) {
        Map<Connection, Seen> next = new HashMap<>();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            boolean betweenRequests = connection != null && connection.getMessagesIn() == connection.getMessagesOut();
            if (betweenRequests && overdue(connection, now, next)) {
                endPoint.close();
            }
        }
        seen = next;
    }

    private boolean overdue(Connection connection, long now, Map<Connection, Seen> next) {
        Seen before = seen.get(connection);
        long bytes = connection.getBytesIn();
        if (before == null || before.requests() != connection.getMessagesIn()) {
            before = new Seen(connection.getMessagesIn(), connection.getMessagesIn() == 0 ? 0 : bytes, now);
        } else if (before.bytes() == bytes) {
            before = new Seen(before.requests(), bytes, now);
        }
        next.put(connection, before);
        return bytes > before.bytes() && now - before.sinceNanos() > limit.toNanos();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
