package dev.dossier.server;

import dev.dossier.server.http.Routes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What every route answers to everybody when access is enforced, and how it is asked. */
final class AccessTable {
    /**
     * Owner, shared as reader, shared as editor, stranger, administrator, owner of role editor, owner of role reader; then what
     * is logged when it was done, and what the entry names: the file with its session, a {@code new} file with its session, the
     * session, the file {@code alone}, a file that was {@code erased} with the pseudonym of its session, or {@code nothing}.
     */
    private static final String STATUSES = """
            POST   /api/sessions/{session}/files            201 403 201 404 201 201 403 upload:new
            GET    /api/sessions/{session}/files            200 200 200 404 200 200 200 -
            GET    /api/sessions                            200 200 200 200 200 200 200 -
            GET    /api/sessions/{session}                  200 200 200 404 200 200 200 -
            DELETE /api/sessions/{session}                  200 403 403 404 200 403 403 delete:file,end:session
            GET    /api/sessions/{session}/shares           200 403 403 404 200 200 200 -
            GET    /api/sessions/{session}/shares/{person}  200 403 403 404 200 200 200 -
            PUT    /api/sessions/{session}/shares/{person}  200 403 403 404 200 403 403 share:session
            DELETE /api/sessions/{session}/shares/{person}  204 403 403 404 204 403 403 unshare:session
            GET    /api/files/{file}                        200 200 200 404 200 200 200 -
            PATCH  /api/files/{file}                        200 403 200 404 200 200 403 rename:file
            DELETE /api/files/{file}                        204 403 204 404 204 204 403 delete:file
            HEAD   /api/files/{file}/content                200 200 200 404 200 200 200 -
            GET    /api/files/{file}/content                200 200 200 404 200 200 200 download:file
            PUT    /api/files/{file}/content                200 403 200 404 200 200 403 edit:file
            POST   /api/files/{file}/restore                200 403 200 404 200 200 403 restore:file
            POST   /api/files/{file}/copy                   201 403 201 404 201 201 403 upload:new,copy:file
            POST   /api/files/{file}/move                   200 403 403 404 200 403 403 move:file
            POST   /api/files/{file}/link                   201 201 201 404 201 201 201 link:file
            GET    /api/files/{file}/preview                200 200 200 404 200 200 200 view:file
            GET    /api/files/{file}/thumbnail              200 200 200 404 200 200 200 view:file
            GET    /api/files/{file}/access-log             200 403 403 404 200 200 200 -
            GET    /api/sessions/{session}/retention        200 200 200 404 200 200 200 -
            PUT    /api/sessions/{session}/retention        200 403 403 404 200 403 403 keep:session
            POST   /api/holds                               403 403 403 403 201 403 403 hold:alone
            GET    /api/holds                               403 403 403 403 200 403 403 -
            POST   /api/holds/{hold}/release                403 403 403 403 200 403 403 release:alone
            POST   /api/erasures                            403 403 403 403 201 403 403 purge:erased,erase:nothing,erase:nothing
            GET    /api/erasures/{erasure}                  403 403 403 403 200 403 403 -
            GET    /api/stats                               200 200 200 200 200 200 200 -
            GET    /metrics                                 200 200 200 200 200 200 200 -
            """;

    /** What is open to all, with good credentials, bad ones and none, and what is logged of it. */
    private static final Map<String, String> OPEN = Map.of(
            "HEAD /api/links/{link}", "-",
            "GET /api/links/{link}", "download:file",
            "GET /api/health", "-",
            "GET /health/live", "-",
            "GET /health/ready", "-",
            "GET /openapi.json", "-");

    /** Routes that look at nobody's sessions, so that nobody is hidden anything and no administrator needs a reason. */
    private static final List<String> NOBODYS = List.of("GET /metrics");

    /** Routes that look at everybody's sessions at once: an administrator who owns some needs a reason there too. */
    private static final List<String> EVERYBODYS = List.of("GET /api/sessions", "GET /api/stats");

    private static final Map<String, String> BODIES = Map.of(
            "PUT /api/sessions/{session}/shares/{person}", "{\"role\":\"editor\"}",
            "PUT /api/sessions/{session}/retention", "{\"keep_seconds\":{\"upload\":86400}}",
            "POST /api/holds", "{\"file_id\":\"{file}\",\"reason\":\"case 7\"}",
            "POST /api/erasures", "{\"person\":\"gone-{session}\"}",
            "PATCH /api/files/{file}", "{\"original_filename\":\"b.txt\"}",
            "PUT /api/files/{file}/content", "other",
            "POST /api/files/{file}/move", "{\"session_id\":\"target-of-{session}\"}");

    private static final Map<String, String> QUERIES = Map.of(
            "POST /api/sessions/{session}/files", "?name=more.txt", "DELETE /api/sessions/{session}", "?files=delete");

    /** What one route answers, by column, and what it logs. */
    private record Expected(List<Integer> statuses, List<String> logged) {
        static Expected of(Stream<String> statuses, String logged) {
            return new Expected(
                    statuses.map(Integer::valueOf).toList(),
                    logged.equals("-") ? List.of() : List.of(logged.split(",", -1)));
        }
    }

    private final Map<Routes.Route, Expected> expected = new LinkedHashMap<>();

    AccessTable() {
        STATUSES.lines()
                .map(line -> line.split(" +"))
                .forEach(words -> expected.put(
                        new Routes.Route(words[0], words[1]),
                        Expected.of(Arrays.stream(words, 2, words.length - 1), words[words.length - 1])));
        OPEN.forEach((name, logged) -> {
            String[] words = name.split(" ", -1);
            expected.put(new Routes.Route(words[0], words[1]), Expected.of(Stream.empty(), logged));
        });
        List.copyOf(expected.entrySet()).stream()
                .filter(entry -> entry.getKey().method().equals("GET"))
                .forEach(entry -> expected.putIfAbsent(
                        new Routes.Route("HEAD", entry.getKey().path()), entry.getValue()));
    }

    /** Every route of the table; what can be got can be asked for with HEAD. */
    List<Routes.Route> routes() {
        return List.copyOf(expected.keySet());
    }

    /** The status for one who is known, by column of the table. */
    int status(Routes.Route route, int column) {
        return isOpen(route) ? 200 : of(route).statuses().get(column);
    }

    /** What is logged of what was done, such as {@code download:file}; nothing where nothing is to be logged. */
    List<String> logged(Routes.Route route) {
        return of(route).logged();
    }

    private Expected of(Routes.Route route) {
        return Objects.requireNonNull(expected.get(route), route::toString);
    }

    boolean isOpen(Routes.Route route) {
        return OPEN.containsKey("GET " + route.path());
    }

    boolean looksAtSessions(Routes.Route route) {
        return !isOpen(route) && !NOBODYS.contains("GET " + route.path());
    }

    boolean looksAtEverybodys(Routes.Route route) {
        return EVERYBODYS.contains("GET " + route.path());
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
