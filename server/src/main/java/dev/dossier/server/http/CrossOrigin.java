package dev.dossier.server.http;

import io.javalin.http.Context;
import java.util.Set;

/**
 * Refuses changes that a page of another origin asks for. A browser sends simple requests, uploads among them, to any
 * address its machine reaches, this one too; it always says on whose behalf.
 */
public final class CrossOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private CrossOrigin() {}

    /**
     * Lets the request through, or not.
     *
     * @throws RequestException when it would change something for a page that is not from here
     */
    public static void refuse(Context ctx) {
        String origin = ctx.header("Origin");
        boolean foreign = origin != null && !isOf(origin, String.valueOf(ctx.header("Host")));
        if (foreign && !SAFE.contains(ctx.req().getMethod())) {
            throw new RequestException(
                    Problem.of(403, "cross_origin", "A page of another origin may not change anything here."));
        }
    }

    private static boolean isOf(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }
}
