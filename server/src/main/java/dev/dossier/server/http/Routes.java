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

    private static final Gate OPEN = ctx -> {};

    private final RoutesConfig config;
    private final Gate gate;
    private final List<Route> all = new ArrayList<>();
    private final List<Route> open = new ArrayList<>();

    /** Adds to that configuration, behind that gate. */
    public Routes(RoutesConfig config, Gate gate) {
        this.config = config;
        this.gate = gate;
    }

    /** Every route that was added, but for HEAD. */
    public List<Route> all() {
        return List.copyOf(all);
    }

    /** The routes before which there is no gate. */
    public List<Route> open() {
        return List.copyOf(open);
    }

    /** Adds a route for GET, and for HEAD unless it has one. */
    public Routes get(String path, Handler handler) {
        return get(path, handler, gate);
    }

    /** Adds a route for GET and HEAD that is open to all: it tells nothing of anybody, or finds out itself who may. */
    public Routes getOpenly(String path, Handler handler) {
        open.add(new Route("GET", path));
        return get(path, handler, OPEN);
    }

    /** Adds an open route for HEAD that does less than the one for GET; before that one. */
    public Routes headOpenly(String path, Handler handler) {
        Route route = new Route("HEAD", path);
        open.add(route);
        all.add(route);
        register(HandlerType.HEAD, path, handler, OPEN);
        return this;
    }

    private Routes get(String path, Handler handler, Gate before) {
        if (!all.contains(new Route("HEAD", path))) {
            register(HandlerType.HEAD, path, handler, before);
        }
        all.add(new Route("GET", path));
        register(HandlerType.GET, path, handler, before);
        return this;
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
        register(method, path, handler, gate);
        return this;
    }

    private void register(HandlerType method, String path, Handler handler, Gate before) {
        config.addHttpHandler(method, path, ctx -> {
            Exchange.of(ctx).matched(path);
            before.admit(ctx);
            handler.handle(ctx);
        });
    }
}
