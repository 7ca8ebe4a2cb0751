package dev.dossier.server.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;

/**
 * The part of a body that is left unread, by a refusal or because nobody had asked for it. When it does not end soon the connection
 * cannot be used again, and closing it at once would make the client's kernel throw the answer away; so some of the rest is read
 * and dropped first.
 */
public final class LeftoverBody {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofMillis(500);

    private LeftoverBody() {}

    /** Drops what comes of a body within a few seconds, before the answer is complete. */
    public static void drop(Context ctx) throws IOException {
        if (exists(ctx.req())) {
            drop(ctx.req());
            if (exists(ctx.req()) && !ctx.res().isCommitted()) {
                ctx.header("Connection", "close");
            }
        }
    }

    /** Whether the client may still be sending. */
    static boolean exists(HttpServletRequest request) {
        boolean announced = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        if (request.getHeader("Expect") != null) {
            return announced; // to look would be to invite the body
        }
        try {
            return announced && !request.getInputStream().isFinished();
        } catch (IOException e) {
            return true;
        }
    }

    /** Drops what comes within a few seconds. */
    static void drop(HttpServletRequest request) throws IOException {
        if (request.getHeader("Expect") != null) {
            return;
        }
        ServletInputStream in = request.getInputStream();
        byte[] buffer = new byte[8192];
        long begin = System.nanoTime();
        long latest = begin;
        while (!in.isFinished()
                && System.nanoTime() - begin < PATIENCE.toNanos()
                && System.nanoTime() - latest < QUIET.toNanos()) {
            int available = in.available();
            if (available > 0) {
                int read = in.read(buffer, 0, Math.min(available, buffer.length));
                latest = read < 0 ? begin - QUIET.toNanos() : System.nanoTime();
            } else {
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
