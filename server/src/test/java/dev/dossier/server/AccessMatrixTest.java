package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.server.AccessPlace.Fixture;
import dev.dossier.server.AccessPlace.Line;
import dev.dossier.server.http.Routes;
import dev.dossier.sessions.SessionId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R32: every route, for everybody, in every mode")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {
    /** How often an answer is timed; {@code -Dtimed=2000} tells more than the few of the suite. */
    private static final int TIMED = Integer.getInteger("timed", 100);

    private static final AccessTable TABLE = new AccessTable();

    record Cell(AccessMode mode, Routes.Route route, Asker asker) {
        @Override
        public String toString() {
            return mode + ": " + asker + " " + route.method() + " " + route.path();
        }
    }

    private final Map<AccessMode, AccessPlace> places = new EnumMap<>(AccessMode.class);

    @BeforeAll
    void start(@TempDir Path directory) throws InterruptedException, JOSEException {
        for (AccessMode mode : AccessMode.values()) {
            places.put(mode, new AccessPlace(directory.resolve(mode.toString()), mode));
        }
        Thread.sleep(AccessPlace.EXPIRY.plusMillis(100));
    }

    @AfterAll
    void stop() {
        places.values().forEach(AccessPlace::close);
    }

    private AccessPlace place(AccessMode mode) {
        return Objects.requireNonNull(places.get(mode));
    }

    @Test
    @DisplayName("A route without an expectation does not pass")
    void everyRouteIsInTheTable() {
        DossierServer server = place(AccessMode.ENFORCED).server().server();
        List<Routes.Route> expected = new ArrayList<>(server.routes());
        server.routes().stream()
                .filter(route -> route.method().equals("GET"))
                .map(route -> new Routes.Route("HEAD", route.path()))
                .filter(route -> !expected.contains(route))
                .forEach(expected::add);
        assertThat(TABLE.routes()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(server.openRoutes())
                .containsExactlyInAnyOrderElementsOf(
                        server.routes().stream().filter(TABLE::isOpen).toList());
    }

    Stream<Cell> cells() {
        return Stream.of(AccessMode.values())
                .flatMap(mode -> TABLE.routes().stream()
                        .flatMap(route -> Stream.of(Asker.values()).map(asker -> new Cell(mode, route, asker))))
                .filter(cell ->
                        cell.mode() == AccessMode.ENFORCED || cell.asker().isTriedInEveryMode());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answersAndLogs(Cell cell) throws SQLException {
        AccessPlace place = place(cell.mode());
        Fixture fixture = place.fixture(cell.route());
        long before = place.logged();
        Answer answer = answer(cell, fixture);
        List<Line> lines = place.lines(before);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status(cell));
        List<Line> refusals = lines.stream().filter(Line::isRefusal).toList();
        if (answer.status() == 401) {
            assertThat(answer.header("www-authenticate")).startsWith("Bearer realm=\"dossier\"");
            assertThat(refusals)
                    .singleElement()
                    .satisfies(line -> assertThat(line.act()).isEqualTo("NULL refuse NULL NULL"));
            assertThat(lines).hasSize(1);
        } else if (answer.status() >= 400) {
            assertThat(refusals).singleElement().satisfies(line -> {
                assertThat(line.actor()).isEqualTo(cell.asker().actor());
                assertThat(line.session())
                        .isEqualTo(cell.route().path().matches(".*\\{(session|file)}.*") ? fixture.session() : "NULL");
                assertThat(line.result()).isEqualTo(answer.status() == 403 ? "denied" : "hidden");
            });
            assertThat(lines).hasSize(1);
        } else {
            assertThat(acts(lines)).isEqualTo(expectedActs(cell, fixture, answer));
            if (refusedIfEnforced(cell)) {
                assertThat(refusals).isNotEmpty().allSatisfy(line -> {
                    assertThat(line.actor()).isEqualTo(cell.asker().actor());
                    assertThat(line.mode()).isEqualTo("log_only");
                });
            } else {
                assertThat(refusals).isEmpty();
            }
        }
        assertReason(cell, lines);
        if (cell.asker().isOnBehalf() && !TABLE.isOpen(cell.route())) {
            assertThat(lines)
                    .filteredOn(line -> !isPurgedByErasure(cell, line))
                    .allSatisfy(line -> assertThat(line.via()).isEqualTo("crawler"));
        }
    }

    /** An erasure may be taken up by another process, which knows by whom it was asked for and not through whom. */
    private static boolean isPurgedByErasure(Cell cell, Line line) {
        return cell.route().path().equals("/api/erasures") && line.type().equals("purge");
    }

    /** What was done, as it was logged: neither who was refused nor why an administrator might. */
    private static List<String> acts(List<Line> lines) {
        return lines.stream()
                .filter(line -> !line.isRefusal() && !line.isAdministratorsReason())
                .map(Line::act)
                .toList();
    }

    /** A link is followed in the name of whoever made it. */
    private static List<String> expectedActs(Cell cell, Fixture fixture, Answer answer) {
        String actor = TABLE.isOpen(cell.route()) ? "ada" : cell.asker().actor();
        return TABLE.logged(cell.route()).stream()
                .map(entry -> entry.split(":", -1))
                .map(words -> actor + " " + words[0] + " " + subject(words[1], fixture, answer))
                .toList();
    }

    private static String subject(String kind, Fixture fixture, Answer answer) {
        return switch (kind) {
            case "file" -> fixture.file() + " " + fixture.session();
            case "new" -> newFile(answer) + " " + fixture.session();
            case "session" -> "NULL " + fixture.session();
            case "alone" -> fixture.file() + " NULL";
            case "erased" ->
                fixture.erased() + " " + answer.json().path("pseudonym").asString();
            case "nothing" -> "NULL NULL";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String newFile(Answer answer) {
        return answer.json()
                .at("/files/0/file_id")
                .asString(answer.json().path("file_id").asString(""));
    }

    private void assertReason(Cell cell, List<Line> lines) {
        boolean expected = cell.asker().isAdministrator()
                && cell.mode() != AccessMode.DISABLED
                && TABLE.looksAtSessions(cell.route())
                && (TABLE.looksAtEverybodys(cell.route())
                        || TABLE.status(cell.route(), cell.asker().standing()) >= 400);
        List<Line> reasons = lines.stream().filter(Line::isAdministratorsReason).toList();
        if (expected) {
            assertThat(reasons).isNotEmpty().allSatisfy(line -> {
                assertThat(line.actor()).isEqualTo(cell.asker().actor());
                assertThat(line.reason()).isEqualTo("administrator: case 7");
            });
        } else {
            assertThat(reasons).isEmpty();
        }
    }

    private static int status(Cell cell) {
        if (TABLE.isOpen(cell.route())) {
            return 200;
        }
        if (!cell.asker().isKnown()) {
            return 401;
        }
        Asker as = cell.mode() == AccessMode.ENFORCED ? cell.asker() : Asker.ADMINISTRATOR;
        return TABLE.status(cell.route(), as.column());
    }

    private static boolean refusedIfEnforced(Cell cell) {
        return cell.mode() == AccessMode.LOG_ONLY
                && cell.asker().isKnown()
                && TABLE.status(cell.route(), cell.asker().column()) >= 400;
    }

    /** A copy or a move of ada's file into a session of mallory's that is shared with whoever asks, or with nobody. */
    record Into(String verb, Asker asker, String shared) {}

    Stream<Into> others() {
        return Stream.of("copy", "move")
                .flatMap(verb -> Stream.of(Asker.values())
                        .filter(Asker::isKnown)
                        .filter(asker -> !asker.actor().equals("mallory"))
                        .flatMap(asker ->
                                Stream.of("nobody", "reader", "editor").map(shared -> new Into(verb, asker, shared))));
    }

    @ParameterizedTest
    @MethodSource("others")
    @DisplayName("A file gets into somebody else's session only where one may write there")
    void intoSomebodyElses(Into into) throws SQLException {
        AccessPlace place = place(AccessMode.ENFORCED);
        Routes.Route route = new Routes.Route("POST", "/api/files/{file}/" + into.verb());
        Fixture fixture = place.fixture(route);
        SessionId target = SessionId.of("others-" + fixture.session());
        Actor mallory = Actor.named("mallory");
        place.server().dossier().files().as(mallory).createText(target, NewFile.named("m.txt"), "text");
        if (!into.shared().equals("nobody")) {
            Grant grant = into.shared().equals("editor") ? Grant.EDITOR : Grant.READER;
            place.server()
                    .dossier()
                    .sessions()
                    .as(mallory)
                    .share(target, into.asker().actor(), grant);
        }
        long before = place.logged();
        HttpRequest.Builder request = place.server()
                .request(fixture.fill(route.path()))
                .POST(BodyPublishers.ofString("{\"session_id\":\"" + target + "\"}"));
        Answer answer = place.answer(into.asker(), request);
        List<Line> lines = place.lines(before);

        int expected = expected(into, route);
        assertThat(answer.status()).as(answer.text()).isEqualTo(expected);
        String actor = into.asker().actor();
        String file = " " + fixture.file() + " " + fixture.session();
        if (expected >= 400) {
            assertThat(acts(lines)).isEmpty();
            assertThat(lines).filteredOn(Line::isRefusal).singleElement().satisfies(line -> {
                assertThat(line.actor()).isEqualTo(actor);
                assertThat(line.result()).isEqualTo(expected == 403 ? "denied" : "hidden");
            });
        } else if (into.verb().equals("copy")) {
            assertThat(acts(lines))
                    .containsExactly(actor + " upload " + newFile(answer) + " " + target, actor + " copy" + file);
        } else {
            assertThat(acts(lines)).containsExactly(actor + " move" + file);
        }
        String there = "/api/sessions/" + target + "/files";
        assertThat(place.answer(Asker.STRANGER, place.server().request(there))
                        .is(200)
                        .json()
                        .path("files")
                        .size())
                .isEqualTo(expected < 400 ? 2 : 1);
    }

    /** What the file allows, and then what the session allows that it is to be in. */
    private static int expected(Into into, Routes.Route route) {
        Asker asker = into.asker();
        int done = route.path().endsWith("/copy") ? 201 : 200;
        if (asker.isAdministrator()) {
            return done;
        }
        Routes.Route needed = into.verb().equals("copy") ? new Routes.Route("GET", "/api/files/{file}") : route;
        int ofFile = TABLE.status(needed, asker.column());
        if (ofFile >= 400) {
            return ofFile;
        }
        if (into.shared().equals("nobody")) {
            return 404;
        }
        boolean writes = into.shared().equals("editor") && asker != Asker.OWNER_OF_ROLE_READER;
        return writes ? done : 403;
    }

    Stream<Routes.Route> hidden() {
        return TABLE.routes().stream()
                .filter(route -> TABLE.status(route, Asker.STRANGER.column()) == 404)
                .filter(route -> !route.equals(new Routes.Route("POST", "/api/sessions/{session}/files")));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    @DisplayName("What may not be seen is told from what is not there by nothing: status, headers, body, log")
    void hiddenIsAbsent(Routes.Route route) throws SQLException {
        Cell cell = new Cell(AccessMode.ENFORCED, route, Asker.STRANGER);
        AccessPlace place = place(cell.mode());
        Fixture there = place.fixture(route);
        Fixture absent = new Fixture("z" + there.session().substring(1), FileId.random(), there.link(), "", "", "");
        long before = place.logged();

        Map<String, String> hiddenAnswer = plain(answer(cell, there), there);
        Map<String, String> absentAnswer = plain(answer(cell, absent), absent);

        assertThat(hiddenAnswer).isEqualTo(absentAnswer);
        assertThat(place.lines(before))
                .extracting(line -> line.type() + " " + line.actor() + " " + line.result())
                .containsExactly("refuse mallory hidden", "refuse mallory absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/files/{file}", "GET /api/files/{file}/content", "DELETE /api/files/{file}"})
    @DisplayName("What may not be seen is refused in the time in which what is not there is")
    void hiddenTakesAsLongAsAbsent(String methodAndPath) {
        String[] words = methodAndPath.split(" ", -1);
        Cell cell = new Cell(AccessMode.ENFORCED, new Routes.Route(words[0], words[1]), Asker.STRANGER);
        Fixture there = place(cell.mode()).fixture(cell.route());
        List<Long> hidden = new ArrayList<>();
        List<Long> absent = new ArrayList<>();
        for (int i = 0; i < TIMED; i++) {
            Fixture none = new Fixture(there.session(), FileId.random(), there.link(), "", "", "");
            boolean hiddenFirst = i % 2 == 0; // whatever slows the machine down slows both
            (hiddenFirst ? hidden : absent).add(nanos(cell, hiddenFirst ? there : none));
            (hiddenFirst ? absent : hidden).add(nanos(cell, hiddenFirst ? none : there));
        }
        double ratio = (double) median(hidden) / median(absent);
        System.out.printf(
                "%s: hidden %.2f ms, absent %.2f ms, ratio %.2f%n",
                methodAndPath, median(hidden) / 1e6, median(absent) / 1e6, ratio);
        assertThat(ratio).isBetween(1 / 1.5, 1.5);
    }

    private long nanos(Cell cell, Fixture fixture) {
        long begin = System.nanoTime();
        answer(cell, fixture).is(404);
        return System.nanoTime() - begin;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** An answer without what differs between any two requests. */
    private static Map<String, String> plain(Answer answer, Fixture fixture) {
        Map<String, String> plain = new TreeMap<>();
        answer.response().headers().map().forEach((name, values) -> plain.put(name, String.join(",", values)));
        plain.remove("date");
        String id = plain.remove("x-request-id");
        plain.put("status", Integer.toString(answer.status()));
        plain.put(
                "body",
                answer.text()
                        .replace(fixture.file().value(), "FILE")
                        .replace(fixture.session(), "SESSION")
                        .replace(String.valueOf(id), "REQUEST"));
        return plain;
    }

    private Answer answer(Cell cell, Fixture fixture) {
        AccessPlace place = place(cell.mode());
        return place.answer(cell.asker(), TABLE.ask(place.server(), cell.route(), fixture::fill));
    }
}
