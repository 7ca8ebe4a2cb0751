package dev.dossier.server.authentication;

import dev.dossier.access.Actor;
import dev.dossier.audit.Refusals;
import dev.dossier.server.http.Exchange;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often each key, or each subject of tokens, may ask. Who asks more often is told to wait, and leaves one entry a minute in the log. */
final class RateLimits {
    private final Refusals refusals;
    private final TokenBuckets buckets;

    RateLimits(Refusals refusals, RateLimit limit, LongSupplier nanos) {
        this.refusals = refusals;
        this.buckets = new TokenBuckets(limit, nanos);
    }

    /** @throws RequestException when it was too often */
    void count(Context ctx, Actor actor, String credential) {
        if (buckets.take(credential) instanceof TokenBuckets.Answer.Empty empty) {
            if (empty.worthNotice()) {
                String request = ctx.req().getMethod() + " " + Exchange.of(ctx).route();
                refusals.add(
                        actor,
                        actor.address(),
                        Map.of("limit", "requests", "credential", credential, "request", request));
            }
            throw new RequestException(problem(empty.pause(), "Too many requests with this key. Wait, then go on."));
        }
    }

    static Problem problem(Duration pause, String detail) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return new Problem(429, "too_many_requests", detail, null, Map.of("Retry-After", Long.toString(seconds)));
    }
}
