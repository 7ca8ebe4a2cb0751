package dev.dossier.server.api;

import dev.dossier.access.Actor;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileId;
import dev.dossier.identities.ApiKeys;
import dev.dossier.server.authentication.Caller;
import dev.dossier.server.authentication.FailedAttempts;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import dev.dossier.server.http.UploadPace;
import dev.dossier.server.links.FileLink;
import dev.dossier.server.links.FileLinks;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short-lived links to files, for whoever cannot show a key: a browser, a program that was only told an address. */
final class LinkRoutes {
    private final Callers callers;
    private final ContentRoutes content;
    private final FileLinks links;
    private final ApiKeys keys;
    private final FailedAttempts failures;
    private final UploadPace pace;

    LinkRoutes(
            Callers callers,
            ContentRoutes content,
            FileLinks links,
            ApiKeys keys,
            FailedAttempts failures,
            UploadPace pace) {
        this.callers = callers;
        this.content = content;
        this.links = links;
        this.keys = keys;
        this.failures = failures;
        this.pace = pace;
    }

    void create(Context ctx) {
        FileId id = Callers.file(ctx);
        Fields fields = Fields.of(ctx, pace);
        boolean inline = inline(fields.text("disposition"));
        Instant expiresAt =
                Instant.now().plus(links.lifetime(fields.number("expires_in"))).truncatedTo(ChronoUnit.SECONDS);
        Actor maker = Caller.of(ctx);
        callers.files(ctx).link(id, expiresAt);
        String signed = links.signed(
                new FileLink(id, expiresAt, inline, maker.name(), maker.role(), maker.via(), Caller.key(ctx)));
        Json.answer(ctx, 201, new LinkBody("/api/links/" + signed, expiresAt));
    }

    void head(Context ctx) {
        FileLink link = link(ctx);
        content.describe(ctx, callers.files(link.actor().from(ctx.req().getRemoteAddr())), link.file(), link.inline());
    }

    void get(Context ctx) throws IOException {
        FileLink link = link(ctx);
        content.deliver(ctx, callers.files(link.actor().from(ctx.req().getRemoteAddr())), link.file(), link.inline());
    }

    /** The link that is followed. One that leads nowhere, for whatever reason, is not there. */
    private FileLink link(Context ctx) {
        ctx.header("Referrer-Policy", "no-referrer");
        return links.read(ctx.pathParam("link"), Instant.now())
                .filter(link -> link.key() == null || keys.isGood(link.key()))
                .orElseThrow(() -> refusal(ctx));
    }

    private RequestException refusal(Context ctx) {
        Problem absent = Problem.of(new NotFoundException("such link", "any more: links end by themselves"));
        return failures.noted(ctx, Map.of("reason", "bad link"), absent);
    }

    private static boolean inline(@Nullable String disposition) {
        return switch (disposition) {
            case "inline" -> true;
            case "attachment" -> false;
            case null -> false;
            default -> throw new InvalidValueException("disposition", "Use inline or attachment.");
        };
    }

    private record LinkBody(String url, Instant expiresAt) {}
}
