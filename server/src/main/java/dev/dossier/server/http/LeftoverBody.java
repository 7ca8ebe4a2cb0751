package dev.dossier.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

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
    public static void drop(Context ctx) {
        if (exists(ctx.req()) && !drop(ctx.req()) && !ctx.res().isCommitted()) {
            ctx.header("Connection", "close");
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

    /** Drops what comes within a few seconds, and answers whether that was all. */
    static boolean drop(HttpServletRequest request) {
        if (request.getHeader("Expect") != null) {
            return false;
        }
        Request source = ServletContextRequest.getServletContextRequest(request);
        long begin = System.nanoTime();
        long latest = begin;
        while (System.nanoTime() - begin < PATIENCE.toNanos() && System.nanoTime() - latest < QUIET.toNanos()) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                if (!pause()) {
                    return false;
                }
            } else if (Content.Chunk.isFailure(chunk)) {
                return false;
            } else {
                latest = System.nanoTime();
                boolean last = chunk.isLast();
                chunk.release();
                if (last) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Waits a moment; false when the thread was interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(5);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
