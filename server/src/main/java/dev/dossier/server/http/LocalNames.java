package dev.dossier.server.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a server without authentication may be asked for. A web page can make the name it came from mean
 * 127.0.0.1 (DNS rebinding), and a browser then takes this server for the page's own; only the {@code Host} header tells.
 * Such a name is one of the public name service, so addresses, names without a dot and names below {@code localhost}, which
 * nobody elsewhere can own, are good.
 */
public final class LocalNames {
    private static final Pattern NOT_PUBLIC =
            Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]|[^.:]+|.+\\.localhost)(?::\\d+)?");

    private final String host;

    /**
     * The names of this machine.
     *
     * @param host the name that was configured, which is one of them whatever it is
     */
    public LocalNames(String host) {
        this.host = host.toLowerCase(Locale.ROOT);
    }

    /**
     * Lets the request through, or not.
     *
     * @throws RequestException when it was meant for another name
     */
    public void require(Context ctx) {
        if (!contains(ctx.header("Host"))) {
            throw new RequestException(
                    Problem.of(
                            403,
                            "foreign_host",
                            "Without authentication this server answers to names of this machine only: 127.0.0.1 or localhost."));
        }
    }

    boolean contains(@Nullable String header) {
        if (header == null) {
            return true; // not a browser
        }
        String name = header.toLowerCase(Locale.ROOT);
        return NOT_PUBLIC.matcher(name).matches() || name.equals(host) || name.startsWith(host + ":");
    }
}
