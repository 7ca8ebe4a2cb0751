package dev.dossier.system;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A request as it goes over the wire.
 *
 * @param text each character is one byte
 * @param method what its first line asks for
 * @param sound whether its end can be told, so that there must be an answer; otherwise the server may also just hang up
 */
record FuzzRequest(String text, String method, boolean sound) {
    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether answers to it have no body. */
    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether it surely says that it is of the version of HTTP that the server speaks. */
    boolean isOfOurVersion() {
        return sound && text.lines().findFirst().orElse("").endsWith(" HTTP/1.1");
    }

    /** The beginning of it as it can be printed, for whoever looks for a mistake. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(1500).forEach(c -> {
            if (c == '\n') {
                shown.append("\\n\n");
            } else if (c < ' ' || c > '~') {
                shown.append(String.format(Locale.ROOT, "\\x%02x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown + (text.length() > 1500 ? "… (" + text.length() + " bytes)" : "");
    }
}
