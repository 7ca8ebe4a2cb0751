package dev.dossier.server.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;

/**
 * The bytes that a client sends, as they come. Whatever the client or the network does wrong leaves this stream as a
 * {@link RequestException}, never as an {@link IOException}: so whoever stores the bytes can tell a failing client from a
 * failing disk. Never closed by its readers: closing would read on.
 */
public final class RequestBody extends InputStream {
    private final ServletInputStream in;
    private final UploadPace.Clock pace;
    private final long limitBytes;
    private long countBytes;

    private RequestBody(ServletInputStream in, long limitBytes, UploadPace pace) {
        this.in = in;
        this.limitBytes = limitBytes;
        this.pace = pace.start();
    }

    /**
     * The body of the request.
     *
     * @param limitBytes the most that may come
     * @throws RequestException at once when more is announced
     */
    public static RequestBody of(Context ctx, long limitBytes, UploadPace pace) {
        if (ctx.req().getContentLengthLong() > limitBytes) {
            throw tooLarge(limitBytes);
        }
        try {
            return new RequestBody(ctx.req().getInputStream(), limitBytes, pace);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** How many bytes have come. */
    public long countBytes() {
        return countBytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        long begin = System.nanoTime();
        int read;
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException | HttpException.RuntimeException e) {
            throw failure(e);
        }
        countBytes += Math.max(read, 0);
        if (countBytes > limitBytes) {
            throw tooLarge(limitBytes);
        }
        if (!pace.accepts(System.nanoTime() - begin, read)) {
            throw new RequestException(Problem.of(
                    408, "too_slow", "The body came too slowly. Repeat the request over a faster connection."));
        }
        return read;
    }

    @Override
    public int available() {
        try {
            return in.available();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Does nothing. */
    @Override
    public void close() {}

    private static RequestException tooLarge(long limitBytes) {
        return new RequestException(
                Problem.of(413, "too_large", "The body is larger than the limit of " + limitBytes + " bytes."));
    }

    private static RequestException failure(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof TimeoutException) {
                return new RequestException(
                        Problem.of(408, "request_timeout", "The body stopped coming. Repeat the request."), e);
            }
        }
        return new RequestException(
                Problem.of(400, "incomplete_body", "The body ended early or is not framed as its headers say."), e);
    }
}
