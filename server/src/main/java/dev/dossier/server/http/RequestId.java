package dev.dossier.server.http;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request: the client's own where it is well-formed, a random one otherwise. */
final class RequestId {
    static final String HEADER = "x-request-id";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestId() {}

    static String of(@Nullable String asked) {
        return asked != null && FORM.matcher(asked).matches()
                ? asked
                : UUID.randomUUID().toString();
    }
}
