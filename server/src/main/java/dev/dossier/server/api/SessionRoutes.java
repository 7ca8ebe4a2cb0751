package dev.dossier.server.api;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.files.FilesAtEnd;
import dev.dossier.files.SessionEnd;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.Query;
import dev.dossier.sessions.PageLimit;
import dev.dossier.sessions.Session;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.SessionListing;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversations. */
final class SessionRoutes {
    private final Callers callers;

    SessionRoutes(Callers callers) {
        this.callers = callers;
    }

    void list(Context ctx) {
        SessionListing page =
                callers.sessions(ctx).list(Query.number(ctx, "limit", PageLimit.DEFAULT), Query.text(ctx, "cursor"));
        List<SessionBody> sessions =
                page.sessions().stream().map(SessionBody::of).toList();
        Json.answer(ctx, 200, new PageBody(sessions, page.nextCursor(), page.totalSessions()));
    }

    void find(Context ctx) {
        Json.answer(ctx, 200, SessionBody.of(callers.sessions(ctx).find(Callers.session(ctx))));
    }

    /** Ends the conversation; what becomes of its files is never guessed. */
    void end(Context ctx) {
        SessionId session = Callers.session(ctx);
        FilesAtEnd files = filesAtEnd(ctx);
        String to = Query.text(ctx, "to");
        if (files == FilesAtEnd.TRANSFER && to == null) {
            throw new MalformedException("Say with &to= which session the files are transferred to.");
        }
        SessionEnd end = callers.files(ctx)
                .endSession(session, files, files == FilesAtEnd.TRANSFER && to != null ? SessionId.of(to) : null);
        Json.answer(ctx, 200, new EndBody(SessionBody.of(end.session()), end.files()));
    }

    private static FilesAtEnd filesAtEnd(Context ctx) {
        String value = Query.text(ctx, "files");
        if (value == null) {
            throw new MalformedException("Say what becomes of the files: ?files=delete, keep, or transfer&to=.");
        }
        return switch (value) {
            case "delete" -> FilesAtEnd.DELETE;
            case "keep" -> FilesAtEnd.KEEP;
            case "transfer" -> FilesAtEnd.TRANSFER;
            default -> throw new InvalidValueException("files", "Use delete, keep or transfer.");
        };
    }

    private record SessionBody(
            String sessionId,
            @Nullable String owner,
            Instant createdAt,
            @Nullable Instant endedAt,
            long totalFiles,
            long totalSize) {

        static SessionBody of(Session session) {
            return new SessionBody(
                    session.id().value(),
                    session.owner(),
                    session.createdAt(),
                    session.endedAt(),
                    session.totalFiles(),
                    session.totalSizeBytes());
        }
    }

    private record PageBody(
            List<SessionBody> sessions, @Nullable String nextCursor, long totalSessions) {}

    private record EndBody(SessionBody session, int files) {}
}
