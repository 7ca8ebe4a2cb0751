package dev.dossier.server;

import dev.dossier.server.http.Routes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What every route answers to everybody when access is enforced, and how it is asked. */
final class AccessTable {
    /** Owner, shared as reader, shared as editor, stranger, administrator, service on behalf of the owner. */
    private static final String STATUSES = """
            POST   /api/sessions/{session}/files            201 403 201 404 201 201
            GET    /api/sessions/{session}/files            200 200 200 404 200 200
            GET    /api/sessions                            200 200 200 200 200 200
            GET    /api/sessions/{session}                  200 200 200 404 200 200
            DELETE /api/sessions/{session}                  200 403 403 404 200 200
            GET    /api/sessions/{session}/shares           200 403 403 404 200 200
            GET    /api/sessions/{session}/shares/{person}  200 403 403 404 200 200
            PUT    /api/sessions/{session}/shares/{person}  200 403 403 404 200 200
            DELETE /api/sessions/{session}/shares/{person}  204 403 403 404 204 204
            GET    /api/files/{file}                        200 200 200 404 200 200
            PATCH  /api/files/{file}                        200 403 200 404 200 200
            DELETE /api/files/{file}                        204 403 204 404 204 204
            HEAD   /api/files/{file}/content                200 200 200 404 200 200
            GET    /api/files/{file}/content                200 200 200 404 200 200
            PUT    /api/files/{file}/content                200 403 200 404 200 200
            POST   /api/files/{file}/restore                200 403 200 404 200 200
            POST   /api/files/{file}/copy                   201 403 201 404 201 201
            POST   /api/files/{file}/move                   200 403 403 404 200 200
            POST   /api/files/{file}/link                   201 201 201 404 201 201
            GET    /api/files/{file}/preview                200 200 200 404 200 200
            GET    /api/files/{file}/thumbnail              200 200 200 404 200 200
            GET    /api/files/{file}/access-log             200 403 403 404 200 200
            GET    /api/sessions/{session}/retention        200 200 200 404 200 200
            PUT    /api/sessions/{session}/retention        200 403 403 404 200 200
            POST   /api/holds                               403 403 403 403 201 403
            GET    /api/holds                               403 403 403 403 200 403
            POST   /api/holds/{hold}/release                403 403 403 403 200 403
            POST   /api/erasures                            403 403 403 403 201 403
            GET    /api/erasures/{erasure}                  403 403 403 403 200 403
            GET    /api/stats                               200 200 200 200 200 200
            GET    /metrics                                 200 200 200 200 200 200
            """;

    /** What is open to all, with good credentials, bad ones and none. */
    private static final List<String> OPEN = List.of(
            "HEAD /api/links/{link}",
            "GET /api/links/{link}",
            "GET /api/health",
            "GET /health/live",
            "GET /health/ready",
            "GET /openapi.json");

    /** Routes that look at nobody's sessions, so that nobody is hidden anything and no administrator needs a reason. */
    private static final List<String> NOBODYS = List.of("GET /metrics");

    private static final Map<String, String> BODIES = Map.of(
            "PUT /api/sessions/{session}/shares/{person}", "{\"role\":\"editor\"}",
            "PUT /api/sessions/{session}/retention", "{\"keep_seconds\":{\"upload\":86400}}",
            "POST /api/holds", "{\"file_id\":\"{file}\",\"reason\":\"case 7\"}",
            "POST /api/erasures", "{\"person\":\"nobody-{session}\"}",
            "PATCH /api/files/{file}", "{\"original_filename\":\"b.txt\"}",
            "PUT /api/files/{file}/content", "other",
            "POST /api/files/{file}/move", "{\"session_id\":\"target-of-{session}\"}");

    private static final Map<String, String> QUERIES = Map.of(
            "POST /api/sessions/{session}/files", "?name=more.txt", "DELETE /api/sessions/{session}", "?files=keep");

    private final Map<Routes.Route, List<Integer>> statuses = new LinkedHashMap<>();

    AccessTable() {
        STATUSES.lines()
                .map(line -> line.split(" +"))
                .forEach(words -> statuses.put(
                        new Routes.Route(words[0], words[1]),
                        Arrays.stream(words).skip(2).map(Integer::valueOf).toList()));
        OPEN.stream()
                .map(line -> line.split(" "))
                .forEach(words ->
                        statuses.put(new Routes.Route(words[0], words[1]), List.of(200, 200, 200, 200, 200, 200)));
        List.copyOf(statuses.entrySet()).stream()
                .filter(entry -> entry.getKey().method().equals("GET"))
                .forEach(entry -> statuses.putIfAbsent(
                        new Routes.Route("HEAD", entry.getKey().path()), entry.getValue()));
    }

    /** Every route of the table; what can be got can be asked for with HEAD. */
    List<Routes.Route> routes() {
        return List.copyOf(statuses.keySet());
    }

    /** The status for one of the six who are known, in the order of the table. */
    int status(Routes.Route route, int column) {
        return statuses.getOrDefault(route, List.of()).get(column);
    }

    boolean isOpen(Routes.Route route) {
        return OPEN.contains("GET " + route.path());
    }

    boolean looksAtSessions(Routes.Route route) {
        return !isOpen(route) && !NOBODYS.contains("GET " + route.path());
    }

    /** Asks for a route, with what the parameters of its path, its query and its body become. */
    HttpRequest.Builder ask(TestServer server, Routes.Route route, Function<String, String> parameters) {
        String name = route.method() + " " + route.path();
        String path = parameters.apply(route.path() + QUERIES.getOrDefault(name, ""));
        String body = parameters.apply(BODIES.getOrDefault(name, ""));
        return server.request(path)
                .method(route.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }
}
