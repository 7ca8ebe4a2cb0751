package dev.dossier.server.api;

import dev.dossier.access.Grant;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.UploadPace;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.Share;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;

/** Whom conversations are shared with. */
final class ShareRoutes {
    private final Callers callers;
    private final UploadPace pace;

    ShareRoutes(Callers callers, UploadPace pace) {
        this.callers = callers;
        this.pace = pace;
    }

    void list(Context ctx) {
        List<ShareBody> shares = callers.sessions(ctx).shares(Callers.session(ctx)).stream()
                .map(ShareBody::of)
                .toList();
        Json.answer(ctx, 200, new SharesBody(shares));
    }

    void find(Context ctx) {
        answer(ctx, callers.sessions(ctx).share(Callers.session(ctx), person(ctx)));
    }

    void put(Context ctx) {
        SessionId session = Callers.session(ctx);
        Grant grant = Grant.parse(Fields.of(ctx, pace).required("role"));
        answer(ctx, callers.sessions(ctx).share(session, person(ctx), grant));
    }

    void delete(Context ctx) {
        callers.sessions(ctx).unshare(Callers.session(ctx), person(ctx));
        ctx.status(204);
    }

    private static String person(Context ctx) {
        return ctx.pathParam("person");
    }

    private static void answer(Context ctx, Share share) {
        Json.answer(ctx, 200, ShareBody.of(share));
    }

    private record ShareBody(String person, String role, String sharedBy, Instant sharedAt) {
        static ShareBody of(Share share) {
            return new ShareBody(share.person(), share.grant().toString(), share.sharedBy(), share.sharedAt());
        }
    }

    private record SharesBody(List<ShareBody> shares) {}
}
