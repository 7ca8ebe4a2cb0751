package dev.dossier.bench;

import io.javalin.Javalin;

/** The least that the HTTP library can do: one route that says hello. The argument is the port. */
public final class Hello {
    private Hello() {}

    public static void main(String[] arguments) {
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/hello", context -> context.result("hello"));
                })
                .start("127.0.0.1", Integer.parseInt(arguments[0]));
    }
}
