package dev.dossier.server.authentication;

import dev.dossier.access.Actor;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Who asks, once {@link Authentication} has let the request through. */
public final class Caller {
    private static final String ATTRIBUTE = Caller.class.getName();

    private static final String KEY = ATTRIBUTE + ".key";

    private Caller() {}

    /** Who asks. */
    public static Actor of(Context ctx) {
        Actor actor = ctx.attribute(ATTRIBUTE);
        if (actor == null) {
            throw new IllegalStateException("nobody asked who calls " + ctx.path());
        }
        return actor;
    }

    /** The API key that it asks with; null where it asks otherwise. */
    public static @Nullable String key(Context ctx) {
        return ctx.attribute(KEY);
    }

    static void set(Context ctx, Actor actor, @Nullable String key) {
        ctx.attribute(ATTRIBUTE, actor);
        ctx.attribute(KEY, key);
    }
}
