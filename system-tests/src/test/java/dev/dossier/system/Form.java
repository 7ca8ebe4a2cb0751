package dev.dossier.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A small {@code multipart/form-data} body, as a browser writes it. */
final class Form {
    private static final String BOUNDARY = "----dossier-form-7d1f";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Adds a field. */
    Form field(String name, String value) {
        part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a file. */
    Form file(String name, byte[] content) {
        part("name=\"file\"; filename=\"" + name + "\"", content);
        return this;
    }

    /** The value of its Content-Type header. */
    static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /** The whole body. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(body.toByteArray());
        all.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return all.toByteArray();
    }

    private void part(String disposition, byte[] content) {
        body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; "));
        body.writeBytes(disposition.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(ascii("\r\n\r\n"));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
