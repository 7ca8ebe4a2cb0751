package dev.dossier.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file as a form gives it, to the letter: nothing is trimmed, so that what may not be a name is refused and
 * not repaired. Browsers write UTF-8 and escape {@code "}, CR and LF as {@code %22 %0D %0A}; older programs escape quotes
 * with a backslash, or send {@code filename*} as RFC 5987 has it.
 */
final class PartDisposition {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^=;\\s]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;]*))", Pattern.DOTALL);
    private static final String ENCODED = "utf-8''";

    private PartDisposition() {}

    /** The name of the file; null where there is none. */
    static @Nullable String fileName(String disposition) {
        String plain = parameter(disposition, "filename");
        String exact = parameter(disposition, "filename*");
        if (exact != null && exact.toLowerCase(Locale.ROOT).startsWith(ENCODED)) {
            return decoded(exact.substring(ENCODED.length()), plain);
        }
        return plain == null
                ? null
                : plain.replace("\\\"", "\"")
                        .replace("%22", "\"")
                        .replace("%0D", "\r")
                        .replace("%0A", "\n");
    }

    private static @Nullable String parameter(String disposition, String name) {
        return PARAMETER
                .matcher(disposition)
                .results()
                .filter(parameter -> parameter.group(1).equalsIgnoreCase(name))
                .map(PartDisposition::value)
                .findFirst()
                .orElse(null);
    }

    private static String value(MatchResult parameter) {
        String quoted = parameter.group(2);
        return quoted != null ? quoted : parameter.group(3).strip();
    }

    private static @Nullable String decoded(String encoded, @Nullable String otherwise) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }
}
