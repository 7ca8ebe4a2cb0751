package dev.dossier.server.http;

import java.util.function.BiConsumer;

/** The headers of every answer: whose it is, and that a browser must neither guess its type nor run it. */
final class StandardHeaders {
    private StandardHeaders() {}

    static void putAll(String requestId, BiConsumer<String, String> headers) {
        headers.accept(RequestId.HEADER, requestId);
        headers.accept("X-Content-Type-Options", "nosniff");
        headers.accept("Content-Security-Policy", "sandbox");
        headers.accept("Cross-Origin-Resource-Policy", "same-origin");
        headers.accept("Cache-Control", "no-store");
    }
}
