package dev.dossier.server.http;

import dev.dossier.errors.DossierException;
import dev.dossier.errors.StorageException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what a route throws. What nobody foresaw is logged here, once, under the request's name. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Consumer<Throwable> failures;

    /** @param failures told of every failure that the client is not to blame for */
    public Problems(Consumer<Throwable> failures) {
        this.failures = failures;
    }

    /** Takes over every exception of the application. */
    public void install(JavalinConfig config) {
        config.routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, refusal(e)));
        config.routes.exception(Exception.class, (e, ctx) -> answer(ctx, e));
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("A request failed", error);
            failures.accept(error);
            String requestId = response.getHeader(RequestId.HEADER);
            write(null, response, Problem.unexpected(requestId), requestId);
        });
    }

    private void answer(Context ctx, Exception e) {
        String requestId = Exchange.of(ctx).requestId();
        answer(
                ctx,
                switch (e) {
                    case RequestException refused -> refused.problem();
                    case StorageException failed -> {
                        logged(failed, requestId);
                        yield Problem.of(failed);
                    }
                    case DossierException refused -> Problem.of(refused);
                    default -> {
                        logged(e, requestId);
                        yield Problem.unexpected(requestId);
                    }
                });
    }

    private void logged(Exception e, String requestId) {
        LOG.error("Request {} failed", requestId, e);
        failures.accept(e);
    }

    private static void answer(Context ctx, Problem problem) {
        ctx.status(problem.status());
        write(ctx.req(), ctx.res(), problem, Exchange.of(ctx).requestId());
    }

    private static Problem refusal(HttpResponseException e) {
        if (e instanceof MethodNotAllowedResponse) {
            String allowed = String.join(", ", new TreeSet<>(e.getDetails().values()));
            return new Problem(
                    405, "method_not_allowed", "This path answers to " + allowed + ".", null, Map.of("Allow", allowed));
        }
        return e.getStatus() == 404
                ? Problem.of(404, "no_route", "There is nothing at this path. See /openapi.json.")
                : Problem.of(e.getStatus(), "http_" + e.getStatus(), "The request is refused.");
    }

    /** Once bytes of another answer are on their way, nothing can be said any more: Jetty then cuts the connection. */
    private static void write(
            @Nullable HttpServletRequest request, HttpServletResponse response, Problem problem, String requestId) {
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setStatus(problem.status());
        StandardHeaders.putAll(requestId, response::setHeader);
        problem.headers().forEach(response::setHeader);
        byte[] body = problem.body(requestId);
        response.setContentType(Problem.CONTENT_TYPE);
        response.setContentLength(body.length);
        boolean leftover = request != null && LeftoverBody.exists(request);
        if (leftover) {
            response.setHeader("Connection", "close");
        }
        try {
            response.getOutputStream().write(body);
            if (leftover && request != null) {
                response.flushBuffer();
                LeftoverBody.drop(request);
            }
        } catch (IOException e) {
            LOG.debug("The client of request {} is gone", requestId, e);
        }
    }
}
