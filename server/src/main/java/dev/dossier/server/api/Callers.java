package dev.dossier.server.api;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.Erasures;
import dev.dossier.files.FileId;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.Sessions;
import io.javalin.http.Context;

/** Who calls, and the store as the caller may see it. Everybody who reaches the loopback interface is the local user. */
final class Callers {
    private static final Actor ACTOR = Actor.LOCAL;

    private final Dossier dossier;

    Callers(Dossier dossier) {
        this.dossier = dossier;
    }

    ConversationFileManager files(Context ctx) {
        return dossier.files().as(ACTOR);
    }

    Sessions sessions(Context ctx) {
        return dossier.sessions().as(ACTOR);
    }

    Erasures erasures(Context ctx) {
        return dossier.erasures().as(ACTOR);
    }

    static FileId file(Context ctx) {
        return FileId.of(ctx.pathParam("file"));
    }

    static SessionId session(Context ctx) {
        return SessionId.of(ctx.pathParam("session"));
    }
}
