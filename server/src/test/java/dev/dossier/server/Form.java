package dev.dossier.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A multipart form, written out by hand so that tests can get it wrong. */
final class Form {
    static final String BOUNDARY = "a-boundary-between-parts";
    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Form file(@Nullable String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Form file(@Nullable String name, byte[] content) {
        String fileName = name == null ? "" : "; filename=\"" + name + "\"";
        return part("form-data; name=\"file\"" + fileName, content);
    }

    Form field(String name, String value) {
        return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    private Form part(String disposition, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition
                + "\r\nContent-Type: application/octet-stream\r\n\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    byte[] unfinished() {
        return bytes.toByteArray();
    }

    byte[] finished() {
        write("--" + BOUNDARY + "--\r\n");
        return bytes.toByteArray();
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
