package dev.dossier.server.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The outermost handler: names each request, puts the headers on its answer that every answer has, counts it while it is
 * in flight, and tells when it is over. While the server drains, only health probes pass.
 */
public final class Edge extends Handler.Wrapper {
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private final Drain drain;
    private final Completion completion;

    /** Told of every request when its answer is complete. */
    @FunctionalInterface
    public interface Completion {
        /** The request of that method got that status. */
        void completed(Exchange exchange, String method, String path, int status);
    }

    /** An edge in front of whatever handler it is given. */
    public Edge(Drain drain, Completion completion) {
        this.drain = drain;
        this.completion = completion;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = new Exchange(RequestId.of(request.getHeaders().get(RequestId.HEADER)));
        exchange.attachTo(request);
        StandardHeaders.putAll(exchange.requestId(), response.getHeaders()::put);
        drain.enter(exchange, request.getConnectionMetaData().getConnection());
        Request.addCompletionListener(request, failure -> {
            drain.leave(exchange);
            completion.completed(
                    exchange, request.getMethod(), request.getHttpURI().getPath(), response.getStatus());
        });
        if (drain.isDraining() && !request.getHttpURI().getPath().startsWith("/health/")) {
            JettyProblems.write(Problem.draining(), request, response, callback);
            return true;
        }
        return super.handle(withoutOverride(request), response, callback);
    }

    /** A method is what the request line says: no header makes a GET a DELETE. */
    private static Request withoutOverride(Request request) {
        if (!request.getHeaders().contains(METHOD_OVERRIDE)) {
            return request;
        }
        HttpFields headers = HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE);
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
