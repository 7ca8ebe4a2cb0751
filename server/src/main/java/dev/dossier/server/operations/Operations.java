package dev.dossier.server.operations;

import dev.dossier.Dossier;
import dev.dossier.Health;
import dev.dossier.server.http.Drain;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import dev.dossier.server.http.Routes;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The routes for whoever runs the server. */
public final class Operations {
    private final Dossier dossier;
    private final Drain drain;
    private final ServerMetrics metrics;

    /** The routes of that server. */
    public Operations(Dossier dossier, Drain drain, ServerMetrics metrics) {
        this.dossier = dossier;
        this.drain = drain;
        this.metrics = metrics;
    }

    /** Adds them. */
    public void addTo(Routes routes) {
        routes.getOpenly("/api/health", this::health)
                .getOpenly("/health/live", this::live)
                .getOpenly("/health/ready", this::ready)
                .get("/metrics", this::metrics)
                .getOpenly("/openapi.json", this::description);
    }

    /** Looks at the database now, and changes nothing. */
    private void health(Context ctx) {
        HealthReport report =
                HealthReport.of(dossier.health(), dossier.databaseName(), drain.isDraining(), Instant.now());
        Json.answer(ctx, report.httpStatus(), report);
    }

    /** The process answers: nothing else is asked, or a database at fault would have every node restarted. */
    private void live(Context ctx) {
        Json.answer(ctx, 200, Map.of("status", "live"));
    }

    private void ready(Context ctx) {
        if (drain.isDraining()) {
            throw notReady("The server is stopping.");
        }
        if (dossier.health().database() != Health.State.HEALTHY) {
            throw notReady("The database is not ready. GET /api/health says why.");
        }
        Json.answer(ctx, 200, Map.of("status", "ready"));
    }

    private static RequestException notReady(String why) {
        return new RequestException(new Problem(503, "not_ready", why, null, Map.of("Retry-After", "1")));
    }

    private void metrics(Context ctx) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    private void description(Context ctx) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Operations.class.getResourceAsStream("/dev/dossier/server/openapi.json"), "openapi.json")) {
            ctx.contentType("application/json").result(in.readAllBytes());
        }
    }
}
