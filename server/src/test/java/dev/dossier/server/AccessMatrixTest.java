package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.access.Role;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.identities.NewKey;
import dev.dossier.retention.HoldSubject;
import dev.dossier.server.authentication.AuthenticationConfig;
import dev.dossier.server.authentication.RateLimit;
import dev.dossier.server.http.Routes;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SamplePictures;
import dev.dossier.testkit.SqliteFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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
    private static final Actor ADA = Actor.named("ada");
    /** Long enough to make a key that is not expired yet. */
    private static final Duration EXPIRY = Duration.ofSeconds(3);

    /** How often an answer is timed; {@code -Dtimed=2000} tells more than the few of the suite. */
    private static final int TIMED = Integer.getInteger("timed", 100);

    private static final AccessTable TABLE = new AccessTable();

    /** Who asks, under which name, in which column of the table. */
    enum Who {
        OWNER("ada", 0),
        SHARED_READER("rita", 1),
        SHARED_EDITOR("edda", 2),
        STRANGER("mallory", 3),
        ADMINISTRATOR("root", 4),
        SERVICE("ada", 5),
        NOBODY("", -1),
        EXPIRED_KEY("", -1),
        REVOKED_KEY("", -1),
        BAD_TOKEN("", -1);

        private final String actor;
        private final int column;

        Who(String actor, int column) {
            this.actor = actor;
            this.column = column;
        }

        boolean isKnown() {
            return !actor.isEmpty();
        }
    }

    record Cell(AccessMode mode, Routes.Route route, Who who) {
        @Override
        public String toString() {
            return mode + ": " + who + " " + route.method() + " " + route.path();
        }
    }

    /** What there is to be asked for. */
    record Fixture(String session, FileId file, String link, String hold, String erasure) {
        String fill(String text) {
            return text.replace("{session}", session)
                    .replace("{file}", file.value())
                    .replace("{person}", "rita")
                    .replace("{link}", link)
                    .replace("{hold}", hold)
                    .replace("{erasure}", erasure);
        }
    }

    /** A server of one mode, and what everybody shows it. */
    record Place(TestServer server, SqliteFile database, Map<Who, String> bearers) {}

    /** A line of the log; {@code NULL} where there is nothing. */
    record Line(String type, String actor, String session, String result, String mode, String reason, String via) {}

    private final Map<AccessMode, Place> places = new EnumMap<>(AccessMode.class);
    private final AtomicInteger count = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path directory) throws InterruptedException {
        ServerConfig config = TestServer.CONFIG.withAuthentication(
                AuthenticationConfig.NONE.withKeys().withLimits(RateLimit.NONE, 1_000_000));
        for (AccessMode mode : AccessMode.values()) {
            Path data = directory.resolve(mode.toString());
            TestServer server = TestServer.start(DossierConfig.in(data).withAccessMode(mode), config);
            places.put(mode, new Place(server, new DataDirectory(data).database(), bearers(server.dossier())));
        }
        Thread.sleep(EXPIRY.plusMillis(100));
    }

    private static Map<Who, String> bearers(Dossier dossier) {
        NewKey revoked = Credentials.key(dossier, "ada", Role.ADMINISTRATOR);
        dossier.keys().revoke(revoked.key().id(), Actor.LOCAL);
        NewKey expired =
                dossier.keys().create("ada", Role.ADMINISTRATOR, Instant.now().plus(EXPIRY), Actor.LOCAL);
        Map<Who, String> bearers = new EnumMap<>(Who.class);
        bearers.put(Who.OWNER, Credentials.bearer(dossier, "ada", Role.USER));
        bearers.put(Who.SHARED_READER, Credentials.bearer(dossier, "rita", Role.USER));
        bearers.put(Who.SHARED_EDITOR, Credentials.bearer(dossier, "edda", Role.USER));
        bearers.put(Who.STRANGER, Credentials.bearer(dossier, "mallory", Role.USER));
        bearers.put(Who.ADMINISTRATOR, Credentials.bearer(dossier, "root", Role.ADMINISTRATOR));
        bearers.put(Who.SERVICE, Credentials.bearer(dossier, "crawler", Role.SERVICE));
        bearers.put(Who.EXPIRED_KEY, "Bearer " + expired.shown());
        bearers.put(Who.REVOKED_KEY, "Bearer " + revoked.shown());
        bearers.put(Who.BAD_TOKEN, "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.");
        return bearers;
    }

    @AfterAll
    void stop() {
        places.values().forEach(place -> place.server().close());
    }

    private Place place(AccessMode mode) {
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
                .flatMap(mode -> place(mode).server().server().routes().stream()
                        .flatMap(route -> withHead(mode, route))
                        .flatMap(route -> Stream.of(Who.values()).map(who -> new Cell(mode, route, who))));
    }

    private Stream<Routes.Route> withHead(AccessMode mode, Routes.Route route) {
        Routes.Route head = new Routes.Route("HEAD", route.path());
        boolean implied = route.method().equals("GET")
                && !place(mode).server().server().routes().contains(head);
        return implied ? Stream.of(route, head) : Stream.of(route);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answersAndLogs(Cell cell) throws SQLException {
        Fixture fixture = fixture(cell);
        long before = logged(cell.mode());
        Answer answer = answer(cell, fixture);
        List<Line> lines = lines(cell.mode(), before);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status(cell));
        List<Line> refusals =
                lines.stream().filter(line -> line.type().equals("refuse")).toList();
        if (answer.status() == 401) {
            assertThat(answer.header("www-authenticate")).startsWith("Bearer realm=\"dossier\"");
            assertThat(refusals).singleElement().satisfies(line -> {
                assertThat(line.actor()).isEqualTo("NULL");
                assertThat(line.session()).isEqualTo("NULL");
            });
            assertThat(lines).hasSize(1);
        } else if (answer.status() >= 400) {
            assertThat(refusals).singleElement().satisfies(line -> {
                assertThat(line.actor()).isEqualTo(cell.who().actor);
                assertThat(line.result()).isEqualTo(answer.status() == 403 ? "denied" : "hidden");
            });
            assertThat(lines).hasSize(1);
        } else if (refusedIfEnforced(cell)) {
            assertThat(refusals).isNotEmpty().allSatisfy(line -> {
                assertThat(line.actor()).isEqualTo(cell.who().actor);
                assertThat(line.mode()).isEqualTo("log_only");
            });
        } else {
            assertThat(refusals).isEmpty();
        }
        assertReason(cell, lines);
        if (cell.who() == Who.SERVICE && !TABLE.isOpen(cell.route())) {
            assertThat(lines).allSatisfy(line -> assertThat(line.via()).isEqualTo("crawler"));
        }
    }

    private void assertReason(Cell cell, List<Line> lines) {
        boolean expected = cell.who() == Who.ADMINISTRATOR
                && cell.mode() != AccessMode.DISABLED
                && TABLE.looksAtSessions(cell.route());
        List<Line> reasons = lines.stream()
                .filter(line -> line.reason().startsWith("administrator"))
                .toList();
        if (expected) {
            assertThat(reasons).isNotEmpty().allSatisfy(line -> {
                assertThat(line.actor()).isEqualTo("root");
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
        if (!cell.who().isKnown()) {
            return 401;
        }
        Who as = cell.mode() == AccessMode.ENFORCED ? cell.who() : Who.ADMINISTRATOR;
        return TABLE.status(cell.route(), as.column);
    }

    private static boolean refusedIfEnforced(Cell cell) {
        return cell.mode() == AccessMode.LOG_ONLY
                && cell.who().isKnown()
                && TABLE.status(cell.route(), cell.who().column) >= 400;
    }

    Stream<Routes.Route> hidden() {
        return TABLE.routes().stream()
                .filter(route -> TABLE.status(route, Who.STRANGER.column) == 404)
                .filter(route -> !route.equals(new Routes.Route("POST", "/api/sessions/{session}/files")));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    @DisplayName("What may not be seen is told from what is not there by nothing: status, headers, body, log")
    void hiddenIsAbsent(Routes.Route route) throws SQLException {
        Cell cell = new Cell(AccessMode.ENFORCED, route, Who.STRANGER);
        Fixture there = fixture(cell);
        Fixture absent = new Fixture("z" + there.session().substring(1), FileId.random(), there.link(), "", "");
        long before = logged(cell.mode());

        Map<String, String> hiddenAnswer = plain(answer(cell, there), there);
        Map<String, String> absentAnswer = plain(answer(cell, absent), absent);

        assertThat(hiddenAnswer).isEqualTo(absentAnswer);
        assertThat(lines(cell.mode(), before))
                .extracting(line -> line.type() + " " + line.actor() + " " + line.result())
                .containsExactly("refuse mallory hidden", "refuse mallory absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/files/{file}", "GET /api/files/{file}/content", "DELETE /api/files/{file}"})
    @DisplayName("What may not be seen is refused in the time in which what is not there is")
    void hiddenTakesAsLongAsAbsent(String methodAndPath) {
        String[] words = methodAndPath.split(" ", -1);
        Cell cell = new Cell(AccessMode.ENFORCED, new Routes.Route(words[0], words[1]), Who.STRANGER);
        Fixture there = fixture(cell);
        List<Long> hidden = new ArrayList<>();
        List<Long> absent = new ArrayList<>();
        for (int i = 0; i < TIMED; i++) {
            Fixture none = new Fixture(there.session(), FileId.random(), there.link(), "", "");
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

    private Fixture fixture(Cell cell) {
        Dossier dossier = place(cell.mode()).server().dossier();
        SessionId session = SessionId.of("s%05d".formatted(count.incrementAndGet()));
        StoredFile file = cell.route().path().endsWith("/thumbnail")
                ? picture(dossier, session)
                : dossier.files().as(ADA).createText(session, NewFile.named("a.txt"), "text");
        dossier.sessions().as(ADA).share(session, "rita", Grant.READER);
        dossier.sessions().as(ADA).share(session, "edda", Grant.EDITOR);
        if (cell.route().path().endsWith("/restore")) {
            dossier.files().as(ADA).delete(file.id());
        }
        String link = cell.route().path().contains("{link}") ? link(cell.mode(), file.id()) : "";
        Actor root = Actor.administrator("root");
        String hold = cell.route().path().contains("{hold}")
                ? dossier.retention()
                        .as(root)
                        .hold(HoldSubject.file(file.id().value()), "case 7")
                        .id()
                : "";
        String erasure = cell.route().path().contains("{erasure}")
                ? dossier.erasures().as(root).erase("nobody-" + session).id()
                : "";
        return new Fixture(session.value(), file.id(), link, hold, erasure);
    }

    private static StoredFile picture(Dossier dossier, SessionId session) {
        try (InputStream bytes = new ByteArrayInputStream(SamplePictures.of("png", 20, 20))) {
            return dossier.files().as(ADA).add(session, NewFile.named("a.png"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String link(AccessMode mode, FileId file) {
        TestServer server = place(mode).server();
        HttpRequest.Builder request = server.request("/api/files/" + file + "/link")
                .header("Authorization", String.valueOf(place(mode).bearers().get(Who.OWNER)))
                .POST(HttpRequest.BodyPublishers.noBody());
        String url = server.send(request).is(201).json().path("url").stringValue();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private Answer answer(Cell cell, Fixture fixture) {
        HttpRequest.Builder request = TABLE.ask(place(cell.mode()).server(), cell.route(), fixture::fill);
        String bearer = place(cell.mode()).bearers().get(cell.who());
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        if (cell.who() == Who.SERVICE) {
            request.header("X-On-Behalf-Of", "ada");
        }
        if (cell.who() == Who.ADMINISTRATOR) {
            request.header("X-Access-Reason", "case 7");
        }
        return place(cell.mode()).server().send(request);
    }

    private long logged(AccessMode mode) throws SQLException {
        return Long.parseLong(place(mode).database().value("SELECT COALESCE(MAX(log_id), 0) FROM file_access_log"));
    }

    private List<Line> lines(AccessMode mode, long after) throws SQLException {
        String detail = "json_extract(access_metadata, '$.%s') AS %1$s";
        String query = "SELECT access_type, accessed_by, session_id, "
                + Stream.of("result", "mode", "reason", "via")
                        .map(detail::formatted)
                        .collect(Collectors.joining(", "))
                + " FROM file_access_log WHERE log_id > " + after + " ORDER BY log_id";
        return place(mode).database().rows(query).stream()
                .map(row -> List.copyOf(row.values()))
                .map(row ->
                        new Line(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5), row.get(6)))
                .toList();
    }
}
