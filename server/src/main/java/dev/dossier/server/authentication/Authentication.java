package dev.dossier.server.authentication;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.audit.Refusals;
import dev.dossier.identities.ApiKeys;
import dev.dossier.identities.Identification;
import dev.dossier.server.http.Exchange;
import dev.dossier.server.http.Gate;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The gate before every route that is not open to all: it asks who calls, and lets nobody through who does not say so, where
 * that is configured. What the caller may then do is decided by the store.
 */
public final class Authentication implements Gate {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+) *");
    private static final String ON_BEHALF_OF = "X-On-Behalf-Of";
    private static final String REASON = "X-Access-Reason";
    private static final int REASON_LIMIT = 500;

    private static final String UNKNOWN =
            "Say who you are: send an API key or a token as \"Authorization: Bearer …\". An administrator makes keys.";
    private static final String NOT_GOOD =
            "The key or token is not good: it is unknown, expired, revoked or meant for another server. Ask for a new one.";

    private final AuthenticationConfig config;
    private final ApiKeys keys;
    private final Optional<JwtVerifier> tokens;
    private final Refusals refusals;
    private final FailedAttempts failures;
    private final RateLimits limits;

    /** The gate of that store. */
    public Authentication(Dossier dossier, AuthenticationConfig config) {
        this(dossier, config, System::nanoTime);
    }

    Authentication(Dossier dossier, AuthenticationConfig config, LongSupplier nanos) {
        this.config = config;
        this.keys = dossier.keys();
        this.tokens = config.jwt().map(JwtVerifier::new);
        this.refusals = dossier.refusals();
        this.failures = new FailedAttempts(refusals, config.failuresPerMinute(), nanos);
        this.limits = new RateLimits(refusals, config.rateLimit(), nanos);
    }

    /** The failed attempts, for other ways in. */
    public FailedAttempts failures() {
        return failures;
    }

    /**
     * Finds out who calls; {@link Caller} knows it from then on.
     *
     * @throws RequestException when that is not known, or the caller asks too often
     */
    @Override
    public void admit(Context ctx) {
        if (!config.isRequired()) {
            Caller.set(ctx, Actor.LOCAL.from(ctx.req().getRemoteAddr()), null);
            return;
        }
        String header = ctx.header("Authorization");
        if (header == null) {
            throw failures.noted(ctx, Map.of("reason", "no credentials"), challenge("", UNKNOWN));
        }
        switch (recognise(header)) {
            case Recognition.Refused refused ->
                throw failures.noted(ctx, refused.facts(), challenge(", error=\"invalid_token\"", NOT_GOOD));
            case Recognition.Known known -> {
                Actor actor = known.actor().from(ctx.req().getRemoteAddr());
                limits.count(ctx, actor, known.credential());
                Caller.set(ctx, inWhoseName(ctx, actor).because(reason(ctx)), known.key());
            }
        }
    }

    private Recognition recognise(String header) {
        Matcher bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            return new Recognition.Refused(Map.of("reason", "no bearer token"));
        }
        String shown = bearer.group(1);
        if (config.keys() && ApiKeys.isKey(shown)) {
            return switch (keys.identify(shown)) {
                case Identification.Known known ->
                    new Recognition.Known(known.key().owner(), known.key().id());
                case Identification.Refused refused ->
                    new Recognition.Refused(Map.of("reason", refused.reason() + " key", "key", refused.key()));
            };
        }
        return tokens.map(verifier -> verifier.recognise(shown))
                .orElseGet(() -> new Recognition.Refused(Map.of("reason", "unknown kind of credentials")));
    }

    /** A service acts for the person that it names; nobody else acts for anybody. */
    private Actor inWhoseName(Context ctx, Actor actor) {
        String person = ctx.header(ON_BEHALF_OF);
        if (person == null) {
            return actor;
        }
        if (actor.role() != Role.SERVICE) {
            String request = ctx.req().getMethod() + " " + Exchange.of(ctx).route();
            refusals.add(actor, actor.address(), Map.of("reason", "not a service", "request", request));
            throw new RequestException(Problem.of(
                    403, "access_denied", "Only a service may act for somebody else. Leave out " + ON_BEHALF_OF + "."));
        }
        return Actor.named(Actor.checkedName(ON_BEHALF_OF, person))
                .via(actor.name())
                .from(actor.address());
    }

    /** Why an administrator asks, as far as it can be written in a log. */
    private static @Nullable String reason(Context ctx) {
        String reason = ctx.header(REASON);
        if (reason == null || reason.isBlank()) {
            return null;
        }
        String plain = reason.strip().replaceAll("\\p{Cntrl}", " ");
        return plain.length() > REASON_LIMIT ? plain.substring(0, REASON_LIMIT) : plain;
    }

    private static Problem challenge(String error, String detail) {
        return new Problem(
                401,
                error.isEmpty() ? "unauthenticated" : "invalid_credentials",
                detail,
                null,
                Map.of("WWW-Authenticate", "Bearer realm=\"dossier\"" + error));
    }
}
