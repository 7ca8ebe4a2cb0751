package dev.dossier.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** One request and what the edge has to remember of it until its answer is complete. */
public final class Exchange {
    private static final String ATTRIBUTE = Exchange.class.getName();

    private final String requestId;
    private final long beginNanos = System.nanoTime();
    private volatile String route = "unmatched";

    Exchange(String requestId) {
        this.requestId = requestId;
    }

    /** The exchange that the context is part of. */
    public static Exchange of(Context ctx) {
        return (Exchange) ctx.req().getAttribute(ATTRIBUTE);
    }

    static @Nullable Exchange of(HttpServletRequest request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    static @Nullable Exchange of(Request request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    void attachTo(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The name of this request in answers and logs. */
    public String requestId() {
        return requestId;
    }

    /** The pattern of the path that was matched, or "unmatched". */
    public String route() {
        return route;
    }

    /** Notes the pattern of the path that was matched. */
    public void matched(String pattern) {
        route = pattern;
    }

    /** The time since the request began. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }
}
