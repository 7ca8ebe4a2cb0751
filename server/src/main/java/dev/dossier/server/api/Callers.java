package dev.dossier.server.api;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.Erasures;
import dev.dossier.files.FileId;
import dev.dossier.server.authentication.Caller;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.Sessions;
import io.javalin.http.Context;

/** The store as the caller may see it. */
final class Callers {
    private final Dossier dossier;

    Callers(Dossier dossier) {
        this.dossier = dossier;
    }

    ConversationFileManager files(Context ctx) {
        return dossier.files().as(Caller.of(ctx));
    }

    ConversationFileManager files(Actor actor) {
        return dossier.files().as(actor);
    }

    Sessions sessions(Context ctx) {
        return dossier.sessions().as(Caller.of(ctx));
    }

    Erasures erasures(Context ctx) {
        return dossier.erasures().as(Caller.of(ctx));
    }

    static FileId file(Context ctx) {
        return FileId.of(ctx.pathParam("file"));
    }

    static SessionId session(Context ctx) {
        return SessionId.of(ctx.pathParam("session"));
    }
}
