package dev.dossier.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;

/** Knows the requests in flight, and lets the server stop when the last one is answered. Thread-safe. */
public final class Drain {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<Exchange, Connection> inFlight = new HashMap<>();
    private volatile boolean draining;

    void enter(Exchange exchange, Connection connection) {
        lock.lock();
        try {
            inFlight.put(exchange, connection);
        } finally {
            lock.unlock();
        }
    }

    void leave(Exchange exchange) {
        lock.lock();
        try {
            inFlight.remove(exchange);
            if (inFlight.isEmpty()) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further work from now on. */
    public void begin() {
        draining = true;
    }

    /** Whether further work is refused. */
    public boolean isDraining() {
        return draining;
    }

    /** The number of requests in flight. */
    public int inFlight() {
        lock.lock();
        try {
            return inFlight.size();
        } finally {
            lock.unlock();
        }
    }

    /** The connections that have a request in flight. */
    public Set<Connection> busy() {
        lock.lock();
        try {
            return Set.copyOf(inFlight.values());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the last request in flight.
     *
     * @return whether all were answered in time
     */
    public boolean await(Duration limit) {
        long remaining = limit.toNanos();
        lock.lock();
        try {
            while (!inFlight.isEmpty() && remaining > 0) {
                remaining = idle.awaitNanos(remaining);
            }
            return inFlight.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
