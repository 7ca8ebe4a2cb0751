package dev.dossier.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/** The routes of the server. What can be got can be asked for with HEAD too, with the same headers and no body. */
public final class Routes {
    /**
     * One route.
     *
     * @param method in capitals
     * @param path the pattern of its paths, with parameters in braces
     */
    public record Route(String method, String path) {}

    private final RoutesConfig config;
    private final List<Route> all = new ArrayList<>();

    /** Adds to that configuration. */
    public Routes(RoutesConfig config) {
        this.config = config;
    }

    /** Every route that was added, but for HEAD. */
    public List<Route> all() {
        return List.copyOf(all);
    }

    /** Adds a route for GET, and for HEAD unless it has one. */
    public Routes get(String path, Handler handler) {
        if (!all.contains(new Route("HEAD", path))) {
            register(HandlerType.HEAD, path, handler);
        }
        return add(HandlerType.GET, path, handler);
    }

    /** Adds a route for HEAD that does less than the one for GET; before that one. */
    public Routes head(String path, Handler handler) {
        return add(HandlerType.HEAD, path, handler);
    }

    /** Adds a route for POST. */
    public Routes post(String path, Handler handler) {
        return add(HandlerType.POST, path, handler);
    }

    /** Adds a route for PUT. */
    public Routes put(String path, Handler handler) {
        return add(HandlerType.PUT, path, handler);
    }

    /** Adds a route for PATCH. */
    public Routes patch(String path, Handler handler) {
        return add(HandlerType.PATCH, path, handler);
    }

    /** Adds a route for DELETE. */
    public Routes delete(String path, Handler handler) {
        return add(HandlerType.DELETE, path, handler);
    }

    private Routes add(HandlerType method, String path, Handler handler) {
        all.add(new Route(method.name(), path));
        register(method, path, handler);
        return this;
    }

    private void register(HandlerType method, String path, Handler handler) {
        config.addHttpHandler(method, path, ctx -> {
            Exchange.of(ctx).matched(path);
            handler.handle(ctx);
        });
    }
}
