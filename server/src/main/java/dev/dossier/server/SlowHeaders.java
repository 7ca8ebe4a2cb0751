package dev.dossier.server;

import dev.dossier.server.http.Drain;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Cuts connections whose headers do not come to an end. The idle limit does not see them, because there is always a byte
 * now and then. Connections that wait for a next request have sent nothing of it and are left to the idle limit.
 */
final class SlowHeaders implements AutoCloseable {
    private final ServerConnector connector;
    private final Drain drain;
    private final Duration limit;
    private final Thread thread;

    /** What was seen of a connection between two of its requests. */
    private record Seen(long requests, long bytes, long nanos) {}

    private Map<Connection, Seen> seen = new HashMap<>();

    private SlowHeaders(ServerConnector connector, Drain drain, Duration limit) {
        this.connector = connector;
        this.drain = drain;
        this.limit = limit;
        this.thread = Thread.ofVirtual().name("slow-headers").unstarted(this::run);
    }

    /** Watches the connections of that connector. */
    static SlowHeaders watch(ServerConnector connector, Drain drain, Duration limit) {
        SlowHeaders watch = new SlowHeaders(connector, drain, limit);
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
        Set<Connection> busy = drain.busy();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection != null && !busy.contains(connection)) {
                Seen since = since(connection, now);
                next.put(connection, since);
                if (now - since.nanos() > limit.toNanos()) {
                    endPoint.close();
                }
            }
        }
        seen = next;
    }

    /** Since when a part of a request has been coming; since now where there is none. */
    private Seen since(Connection connection, long now) {
        Seen before = seen.get(connection);
        long bytes = connection.getBytesIn();
        if (before == null || before.requests() != connection.getMessagesIn()) {
            // on a fresh connection every byte belongs to the request that is to come
            return new Seen(connection.getMessagesIn(), connection.getMessagesIn() == 0 ? 0 : bytes, now);
        }
        return before.bytes() == bytes ? new Seen(before.requests(), bytes, now) : before;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
