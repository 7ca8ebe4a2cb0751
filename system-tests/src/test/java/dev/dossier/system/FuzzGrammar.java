package dev.dossier.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/**
 * Requests as {@code openapi.json} describes them, with something wrong here and there: in the line, the headers, the framing,
 * the body, or in any byte. Not thread-safe.
 */
final class FuzzGrammar {
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u00c9T",
            "X");

    private final SplittableRandom random;
    private final String host;
    private final List<String> keys;
    private final List<Route> routes = new ArrayList<>();
    private final FuzzValues values;
    private final FuzzBodies bodies;

    private record Route(String method, String path, List<String> queries, JsonNode content) {}

    /**
     * Requests to a server.
     *
     * @param document its {@code openapi.json}
     * @param keys the API keys that are good there; none where it wants none
     */
    FuzzGrammar(SplittableRandom random, FuzzTargets targets, String host, List<String> keys, JsonNode document) {
        this.random = random;
        this.host = host;
        this.keys = keys;
        this.values = new FuzzValues(random, targets);
        this.bodies = new FuzzBodies(random, values, targets, document);
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        JsonNode described = operation.getValue();
                        List<String> queries = described
                                .path("parameters")
                                .valueStream()
                                .map(parameter -> parameter.has("$ref")
                                        ? document.at(
                                                parameter.get("$ref").asString().substring(1))
                                        : parameter)
                                .filter(parameter ->
                                        parameter.path("in").asString("").equals("query"))
                                .map(parameter -> parameter.get("name").asString())
                                .toList();
                        routes.add(new Route(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                queries,
                                described.at("/requestBody/content")));
                    }
                }));
    }

    /** The next one. */
    FuzzRequest next() {
        Route route = values.one(routes);
        String method = values.in(15) ? values.one(METHODS) : route.method();
        String path = values.in(40) ? "/" + values.odd() : path(route);
        StringBuilder head = new StringBuilder(method + " " + path + " " + version() + "\r\n");
        if (!values.in(60)) {
            head.append("Host: ")
                    .append(values.in(60) ? "elsewhere.example" : host)
                    .append("\r\n");
        }
        credentials(head);
        while (values.in(3)) {
            head.append(values.header()).append("\r\n");
        }
        boolean sound = path.chars().noneMatch(c -> c <= ' ');
        FuzzRequest request = route.content().isMissingNode() && !values.in(20)
                ? new FuzzRequest(head + "\r\n", sound)
                : framed(route, head, sound);
        return values.in(12) ? mutated(request) : request;
    }

    private String version() {
        return values.in(40)
                ? values.one(List.of("HTTP/1.0", "HTTP/9.9", "HTTP/2.0", "http/1.1", "HTTP/1.1x", ""))
                : "HTTP/1.1";
    }

    private String path(Route route) {
        StringBuilder path = new StringBuilder();
        for (String segment : route.path().substring(1).split("/", -1)) {
            path.append(values.in(200) ? "//" : "/");
            path.append(
                    segment.startsWith("{") ? values.pathValue(segment.substring(1, segment.length() - 1)) : segment);
        }
        char separator = '?';
        for (String query : route.queries()) {
            while (values.in(query.equals("name") ? 1 : 3)) {
                path.append(separator).append(query).append('=').append(values.queryValue(query));
                separator = '&';
                if (query.equals("name") || !values.in(4)) {
                    break;
                }
            }
        }
        return path + (values.in(30) ? separator + values.odd() : "");
    }

    private void credentials(StringBuilder head) {
        if (!keys.isEmpty() && !values.in(8)) {
            head.append("Authorization: Bearer ").append(values.one(keys)).append("\r\n");
        } else if (values.in(2)) {
            String key = keys.isEmpty() ? "dsk_" + values.letters(40) : values.one(keys);
            head.append("Authorization: ")
                    .append(values.one(List.of(
                            "Bearer",
                            "Bearer " + key.substring(0, random.nextInt(key.length())),
                            "Bearer " + key + "x",
                            "Bearer dsk_" + values.letters(1 << random.nextInt(12)),
                            "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJhZG1pbmlzdHJhdG9yIn0.",
                            "Bearer eyJhbGciOiJIUzI1NiJ9." + values.letters(20) + "." + values.letters(20),
                            "Basic YWRtaW46YWRtaW4=",
                            "\u00ff",
                            "")))
                    .append("\r\n");
        }
    }

    private FuzzRequest framed(Route route, StringBuilder head, boolean sound) {
        String type = "application/json";
        if (route.content().has("multipart/form-data") && !values.in(3)) {
            type = bodies.formType();
        } else if (route.content().has("*/*")) {
            type = values.one(
                    List.of("application/octet-stream", "text/plain", "text/html", "a/b/c", ";", "x".repeat(200)));
        }
        String body = switch (type) {
            case "application/json" -> bodies.json(route.content().at("/application~1json/schema"));
            default -> type.startsWith("multipart/") ? bodies.form() : bodies.raw();
        };
        if (!values.in(30)) {
            head.append("Content-Type: ")
                    .append(values.in(30) ? values.letters(9) : type)
                    .append("\r\n");
        }
        return switch (random.nextInt(12)) {
            case 0 -> new FuzzRequest(head + "Content-Length: " + values.number() + "\r\n\r\n" + body, false);
            case 1 ->
                new FuzzRequest(
                        head + "Content-Length: " + body.length() + "\r\nTransfer-Encoding: "
                                + values.one(List.of("chunked", "chunked, chunked", "gzip, chunked", "x", ""))
                                + "\r\n\r\n"
                                + chunked(body),
                        false);
            case 2 -> new FuzzRequest(head + "Transfer-Encoding: chunked\r\n\r\n" + broken(body), false);
            case 3, 4 -> new FuzzRequest(head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body), sound);
            default -> new FuzzRequest(head + "Content-Length: " + body.length() + "\r\n\r\n" + body, sound);
        };
    }

    private String chunked(String body) {
        StringBuilder chunks = new StringBuilder();
        int position = 0;
        while (position < body.length()) {
            int end = Math.min(body.length(), position + 1 + random.nextInt(5000));
            chunks.append(Integer.toHexString(end - position))
                    .append(values.in(10) ? ";x=y" : "")
                    .append("\r\n");
            chunks.append(body, position, end).append("\r\n");
            position = end;
        }
        return chunks + "0\r\n" + (values.in(10) ? "X-Trailer: x\r\n" : "") + "\r\n";
    }

    private String broken(String body) {
        String size = values.one(List.of(
                "-1",
                "g",
                "",
                "FFFFFFFFFFFFFFFFFF",
                "7fffffff",
                "80000000",
                "0x5",
                " 5",
                "5 5",
                "1".repeat(5000),
                "\u0000"));
        String whole = chunked(body);
        int cut = random.nextInt(whole.length());
        return values.in(2) ? whole.substring(0, cut) : whole.substring(0, cut) + size + "\r\n" + whole.substring(cut);
    }

    /** The same with a few bytes changed, left out or doubled. */
    private FuzzRequest mutated(FuzzRequest request) {
        StringBuilder text = new StringBuilder(request.text());
        for (int i = random.nextInt(1, 5); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(values.in(4) ? text.length() : Math.min(text.length(), 300));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, values.one(List.of("\r\n", "\n", "\r", "\u0000", " ", ":", "%", "\u00ff")));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(1, 200))));
            }
        }
        return new FuzzRequest(text.toString(), false);
    }
}
