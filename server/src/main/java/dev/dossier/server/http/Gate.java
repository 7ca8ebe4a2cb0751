package dev.dossier.server.http;

import io.javalin.http.Context;

/** What stands before the routes that are not open to all. */
@FunctionalInterface
public interface Gate {
    /** Lets the request through, or throws what to answer. */
    void admit(Context ctx);
}
