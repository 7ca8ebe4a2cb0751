package dev.dossier.system;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Bodies as a schema describes them, and as it does not. Each character is one byte. */
final class FuzzBodies {
    private static final String BOUNDARY = "----fuzz";

    /** The Content-Type of a form in which nothing is wrong. */
    static final String FORM_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    /** The most that a field may have. */
    private static final int FIELD_LIMIT_BYTES = 1 << 20;

    private final SplittableRandom random;
    private final FuzzValues values;
    private final FuzzTargets targets;
    private final JsonNode document;

    FuzzBodies(SplittableRandom random, FuzzValues values, FuzzTargets targets, JsonNode document) {
        this.random = random;
        this.values = values;
        this.targets = targets;
        this.document = document;
    }

    /** A JSON text for a schema, mostly. */
    String json(JsonNode schema) {
        return switch (random.nextInt(12)) {
            case 0 ->
                values.one(List.of("", "null", "[]", "{}", "\"", "{", "0", "{\"a\":}", "nul", "{}{}", "//x", "\u00ff"));
            case 1 -> "[".repeat(1 << random.nextInt(14));
            case 2 -> "{\"a\":".repeat(1 << random.nextInt(13)) + "1";
            case 3 -> {
                String whole = object(schema);
                yield whole.substring(0, random.nextInt(whole.length()));
            }
            case 4 -> "{\"" + values.letters(70_000) + "\":1}";
            default -> object(schema);
        };
    }

    private String object(JsonNode schema) {
        JsonNode described = resolved(schema);
        StringBuilder json = new StringBuilder("{");
        for (String name : described.path("properties").propertyNames()) {
            if (!values.in(4)) {
                String value = values.in(5) ? wrong() : value(name, resolved(described.at("/properties/" + name)));
                json.append(json.length() > 1 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(value);
            }
        }
        return json + (values.in(10) ? (json.length() > 1 ? "," : "") + "\"more\":" + wrong() : "") + "}";
    }

    private String value(String name, JsonNode schema) {
        return switch (name) {
            case "file_id" -> quoted(targets.any("file", random));
            case "session_id" -> quoted(targets.any("session", random));
            case "person" -> quoted("nobody-" + random.nextInt(1000)); // an erasure removes the keys of its person
            case "metadata" -> "{\"" + values.letters(random.nextInt(20)) + "\":" + text() + "}";
            case "keep_seconds" ->
                "{\"" + values.one(List.of("upload", "screenshot", "x")) + "\":" + values.number() + "}";
            default -> {
                if (schema.has("enum")) {
                    yield quoted(schema.at(
                                    "/enum/" + random.nextInt(schema.get("enum").size()))
                            .asString());
                }
                yield schema.path("type").asString("").equals("integer") ? values.number() : text();
            }
        };
    }

    private String text() {
        return values.in(3)
                ? values.one(List.of(
                        "\"\\ud800\"",
                        "\"\\u0000\"",
                        "\"\u00c0\u00ae\"",
                        "\"\u00ff\"",
                        "\"\u0001\"",
                        "\"\\x\"",
                        "\"../../" + FuzzValues.CANARY + "\"",
                        "\"a\\r\\nb\"",
                        quoted(values.letters(5000))))
                : quoted(values.letters(1 + random.nextInt(20)));
    }

    private String wrong() {
        return values.one(List.of(
                "null",
                "[]",
                "{}",
                "true",
                "\"\"",
                "-1",
                "1e400",
                "-0.0",
                "9".repeat(400),
                "[[]]",
                "{\"a\":{}}",
                "01",
                "NaN",
                "\"" + values.letters(10) + "\""));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema;
    }

    /** The Content-Type of a form. */
    String formType() {
        return values.in(8)
                ? values.one(List.of(
                        "multipart/form-data",
                        "multipart/form-data; boundary=",
                        "multipart/form-data; boundary=\"",
                        "multipart/form-data; boundary=" + values.letters(200),
                        "multipart/mixed; boundary=" + BOUNDARY,
                        "multipart/form-data; boundary=" + BOUNDARY + "; boundary=x"))
                : FORM_TYPE;
    }

    /** A form with so many fields of the largest size, each of a name of its own, and a file; made as it is sent. */
    static Iterator<byte[]> largeFields(String name, int count) {
        byte[] value = "x".repeat(FIELD_LIMIT_BYTES).getBytes(StandardCharsets.US_ASCII);
        byte[] end = (partHead("file\"; filename=\"a.txt") + "text\r\n--" + BOUNDARY + "--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return Stream.concat(
                        IntStream.range(0, count)
                                .boxed()
                                .flatMap(i -> Stream.of(
                                        partHead(name + "-" + i).getBytes(StandardCharsets.US_ASCII),
                                        value,
                                        new byte[] {'\r', '\n'})),
                        Stream.of(end))
                .iterator();
    }

    /** A form of hundreds or thousands of fields that nobody asked for, some of them large, with a file or without one. */
    private String manyFields() {
        StringBuilder form = new StringBuilder();
        int fields = values.in(10) ? 9_998 + random.nextInt(5) : 100 + random.nextInt(900);
        for (int i = 0; i < fields; i++) {
            form.append(partHead(values.in(4) ? "metadata" : "f-" + i));
            form.append(
                            values.in(100)
                                    ? values.letters(1 << random.nextInt(10, 17))
                                    : values.letters(random.nextInt(20)))
                    .append("\r\n");
        }
        form.append(
                values.in(40) ? partHead("f") + "x".repeat(FIELD_LIMIT_BYTES - 1 + random.nextInt(3)) + "\r\n" : "");
        form.append(values.in(3) ? "" : partHead("file\"; filename=\"a.txt") + "text\r\n");
        return form + "--" + BOUNDARY + "--\r\n";
    }

    private static String partHead(String name) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }

    /** A form with files and fields, in which something may be wrong. */
    String form() {
        if (values.in(30)) {
            return manyFields();
        }
        StringBuilder form = new StringBuilder(values.in(20) ? values.bytes(50) : "");
        int parts = values.in(20) ? random.nextInt(300) : random.nextInt(5);
        for (int i = 0; i < parts; i++) {
            form.append("--")
                    .append(BOUNDARY)
                    .append("\r\n")
                    .append(partHeaders())
                    .append("\r\n");
            form.append(values.bytes(1 << random.nextInt(10))).append("\r\n");
        }
        form.append("--").append(BOUNDARY).append(values.in(10) ? "" : "--\r\n");
        return values.in(8) ? form.substring(0, random.nextInt(form.length())) : form.toString();
    }

    private String partHeaders() {
        String name =
                values.one(List.of("file", "file", "file", "message_id", "association_type", "metadata", "x", ""));
        String fileName = name.equals("file") ? "; filename=\"" + fileName() + "\"" : "";
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> "Content-Disposition: form-data\r\n";
            case 2 -> "Content-Disposition: form-data; name=\"" + name + "\r\n";
            case 3 -> "Content-Disposition: form-data; name=file; filename*=UTF-8''" + values.odd() + "\r\n";
            case 4 -> "X-Long: " + values.letters(1 << random.nextInt(15)) + "\r\n";
            case 5 -> "Content-Type: multipart/mixed; boundary=x\r\nContent-Disposition: form-data; name=\"file\"\r\n";
            default -> "Content-Disposition: form-data; name=\"" + name + "\"" + fileName + "\r\n";
        };
    }

    private String fileName() {
        return values.in(3)
                ? values.one(List.of(
                        "../../" + FuzzValues.CANARY,
                        "..\\\\" + FuzzValues.CANARY,
                        "a\\\"b",
                        "\u0000",
                        "\u00c0\u00ae",
                        new String("größe.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                        values.letters(300),
                        ""))
                : "file-" + random.nextInt(50) + ".txt";
    }

    /** Bytes of any kind. */
    String raw() {
        return values.in(3) ? "text ".repeat(random.nextInt(4000)) : values.bytes(1 << random.nextInt(16));
    }
}
