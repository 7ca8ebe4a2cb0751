package dev.dossier.server.api;

import dev.dossier.errors.MalformedException;
import dev.dossier.files.Retention;
import dev.dossier.retention.HoldListing;
import dev.dossier.retention.HoldSubject;
import dev.dossier.retention.LegalHold;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.Query;
import dev.dossier.server.http.UploadPace;
import dev.dossier.sessions.PageLimit;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Legal holds. */
final class HoldRoutes {
    private final Callers callers;
    private final UploadPace pace;

    HoldRoutes(Callers callers, UploadPace pace) {
        this.callers = callers;
        this.pace = pace;
    }

    void place(Context ctx) {
        Fields fields = Fields.of(ctx, pace);
        LegalHold hold = retention(ctx).hold(subject(fields), fields.required("reason"));
        Json.answer(ctx, 201, HoldBody.of(hold));
    }

    void list(Context ctx) {
        HoldListing page = retention(ctx)
                .holds(
                        Query.flag(ctx, "include_released"),
                        Query.number(ctx, "limit", PageLimit.DEFAULT),
                        Query.text(ctx, "cursor"));
        List<HoldBody> holds = page.holds().stream().map(HoldBody::of).toList();
        Json.answer(ctx, 200, new PageBody(holds, page.nextCursor()));
    }

    void release(Context ctx) {
        Json.answer(ctx, 200, HoldBody.of(retention(ctx).release(ctx.pathParam("hold"))));
    }

    private Retention retention(Context ctx) {
        return callers.files(ctx).retention();
    }

    private static HoldSubject subject(Fields fields) {
        List<HoldSubject> named = new ArrayList<>();
        String file = fields.text("file_id");
        String session = fields.text("session_id");
        String person = fields.text("person");
        if (file != null) {
            named.add(HoldSubject.file(file));
        }
        if (session != null) {
            named.add(HoldSubject.session(session));
        }
        if (person != null) {
            named.add(HoldSubject.person(person));
        }
        if (named.size() != 1) {
            throw new MalformedException("Name what is to be held: one of file_id, session_id and person.");
        }
        return named.getFirst();
    }

    private record PageBody(List<HoldBody> holds, @Nullable String nextCursor) {}

    private record HoldBody(
            String holdId,
            @Nullable String fileId,
            @Nullable String sessionId,
            @Nullable String person,
            String reason,
            String placedBy,
            Instant placedAt,
            @Nullable String releasedBy,
            @Nullable Instant releasedAt) {

        static HoldBody of(LegalHold hold) {
            HoldSubject subject = hold.subject();
            return new HoldBody(
                    hold.id(),
                    only(subject, HoldSubject.Type.FILE),
                    only(subject, HoldSubject.Type.SESSION),
                    only(subject, HoldSubject.Type.PERSON),
                    hold.reason(),
                    hold.placedBy(),
                    hold.placedAt(),
                    hold.releasedBy(),
                    hold.releasedAt());
        }

        private static @Nullable String only(HoldSubject subject, HoldSubject.Type type) {
            return subject.type() == type ? subject.id() : null;
        }
    }
}
