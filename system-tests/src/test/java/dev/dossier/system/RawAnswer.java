package dev.dossier.system;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it came over the wire, read by the letter.
 *
 * @param status the HTTP status
 * @param head its first line and its headers
 * @param body its body, without the framing
 */
@SuppressWarnings("ArrayRecordComponent") // an answer is looked at, never compared
record RawAnswer(int status, List<String> head, byte[] body) {
    private static final Pattern LINE = Pattern.compile("HTTP/1\\.1 [1-5]\\d\\d( [ -~]*)?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+: ?[ -~]*");
    private static final int LONGEST_LINE = 16_384;

    /** What a server sent is not HTTP. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Reads the next answer that is not a mere "100 Continue".
     *
     * @param bodiless whether it has no body whatever its headers say
     * @return null when the connection ended before it
     * @throws MalformedException when it is not HTTP
     * @throws EOFException when the connection ended in the midst of it
     */
    static @Nullable RawAnswer read(InputStream in, boolean bodiless) throws IOException {
        while (true) {
            List<String> head = head(in);
            if (head.isEmpty()) {
                return null;
            }
            int status = Integer.parseInt(head.getFirst().substring(9, 12));
            if (status >= 200 || status == 101) {
                RawAnswer headers = new RawAnswer(status, head, new byte[0]);
                return bodiless || status == 204 || status == 304
                        ? headers
                        : new RawAnswer(status, head, headers.bodyFrom(in));
            }
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        while (true) {
            String line = line(in, head.isEmpty());
            if (line == null || line.isEmpty()) {
                return head;
            }
            if (!(head.isEmpty() ? LINE : HEADER).matcher(line).matches()) {
                throw new MalformedException("this is no line of an answer: " + line + " after " + head);
            }
            head.add(line);
        }
    }

    private static @Nullable String line(InputStream in, boolean mayEnd) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0 && line.isEmpty() && mayEnd) {
                return null;
            }
            if (c < 0) {
                throw new EOFException("the answer ends in its headers, with: " + line);
            }
            if (c == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new MalformedException("a line without a carriage return: " + line);
                }
                return line.substring(0, line.length() - 1);
            }
            line.append((char) c);
            if (line.length() > LONGEST_LINE) {
                throw new MalformedException("an endless line: " + line);
            }
        }
    }

    private byte[] bodyFrom(InputStream in) throws IOException {
        if (header("transfer-encoding").equals("chunked")) {
            return chunks(in);
        }
        String length = header("content-length");
        if (length.isEmpty()) {
            return in.readAllBytes(); // as for HTTP/1.0: the server hangs up in the end
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("the answer has " + body.length + " bytes of " + length + ": " + head);
        }
        return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = String.valueOf(line(in, false));
            int size;
            try {
                size = Integer.parseInt(line, 16);
            } catch (NumberFormatException e) {
                throw new MalformedException("a chunk of no size: " + line);
            }
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("a chunk ends early");
            }
            body.writeBytes(chunk);
            if (!String.valueOf(line(in, false)).isEmpty()) {
                throw new MalformedException("a chunk goes on beyond its size");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    /** A header's first value, or the empty text where there is none. */
    String header(String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Whether nothing follows. */
    boolean closes() {
        boolean measured = !(header("content-length") + header("transfer-encoding")).isEmpty();
        return header("connection").equalsIgnoreCase("close") || (!measured && body.length > 0);
    }

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
