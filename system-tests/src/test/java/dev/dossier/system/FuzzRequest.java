package dev.dossier.system;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request as it goes over the wire.
 *
 * @param text each character is one byte
 * @param sound whether its end can be told, so that there must be an answer; otherwise the server may also just hang up
 */
record FuzzRequest(String text, boolean sound) {
    private static final Pattern HEAD = Pattern.compile("[\r\n]*HEAD ");

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether answers to it have no body. */
    boolean isHead() {
        return HEAD.matcher(text).lookingAt();
    }

    /** Whether it looks like several, and answers after the first may have no body. */
    boolean mayAskForHeadLater() {
        return text.indexOf("HEAD ", 1) > 0;
    }

    /** The same without its body, so without an end where it announces one. */
    FuzzRequest withoutBody() {
        int end = text.indexOf("\r\n\r\n");
        return new FuzzRequest(end < 0 ? text : text.substring(0, end + 4), false);
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
