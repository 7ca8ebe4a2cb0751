package dev.dossier.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds before any route is asked: a bad URI, headers that are too large, a malformed request. */
public final class JettyProblems implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException refusal
                ? refusal.getCode()
                : response.getStatus();
        write(problem(status, request), request, response, callback);
        return true;
    }

    private static Problem problem(int status, Request request) {
        return switch (status) {
            case 400 -> Problem.of(400, "malformed", "The request is malformed. Check its line, path and headers.");
            case 408 -> Problem.of(408, "request_timeout", "The request did not come in time. Repeat it.");
            case 413 -> Problem.of(413, "too_large", "The request is too large.");
            case 414 -> Problem.of(414, "uri_too_long", "The path and query are too long.");
            case 431 -> Problem.of(431, "headers_too_large", "The headers are too large. Send fewer or shorter ones.");
            case 500 -> Problem.unexpected(requestId(request));
            default -> Problem.of(status, "http_" + status, HttpStatus.getMessage(status) + ".");
        };
    }

    static void write(Problem problem, Request request, Response response, Callback callback) {
        String requestId = requestId(request);
        response.setStatus(problem.status());
        StandardHeaders.putAll(requestId, response.getHeaders()::put);
        problem.headers().forEach(response.getHeaders()::put);
        // Jetty leaves a body out where a request for headers only is sound, and not where it is malformed
        byte[] body = HttpMethod.HEAD.is(request.getMethod()) ? new byte[0] : problem.body(requestId);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static String requestId(Request request) {
        Exchange exchange = Exchange.of(request);
        return exchange != null
                ? exchange.requestId()
                : RequestId.of(request.getHeaders().get(RequestId.HEADER));
    }
}
