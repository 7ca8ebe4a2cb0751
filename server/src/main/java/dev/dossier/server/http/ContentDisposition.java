package dev.dossier.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Whether a browser may show a file or must save it, and under which name, after RFC 6266. The name is given twice: in
 * ASCII for old clients, and exactly.
 */
public final class ContentDisposition {
    private static final String UNESCAPED = "!#$&+-.^_`|~";
    private static final Set<String> SHOWN = Set.of(
            "application/pdf",
            "image/avif",
            "image/bmp",
            "image/gif",
            "image/jpeg",
            "image/png",
            "image/webp",
            "text/plain");

    private ContentDisposition() {}

    /** Whether content of that type does no harm when a browser shows it. */
    public static boolean mayBeShown(String mimeType) {
        return SHOWN.contains(mimeType) || mimeType.startsWith("audio/") || mimeType.startsWith("video/");
    }

    /** The header's value. */
    public static String of(boolean inline, String name) {
        return (inline ? "inline" : "attachment") + "; filename=\"" + ascii(name) + "\"; filename*=UTF-8''"
                + encoded(name);
    }

    private static String ascii(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder(name.length() * 3);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append('%').append(String.format("%02X", b));
            }
        }
        return text.toString();
    }
}
