package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.Web;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Requests that nobody should send, over raw sockets, to a server that asks nobody who they are and to one that does.
 *
 * <p>Set {@code -Drequests=N} for more than those of the suite, and {@code -Dseed=N} to repeat the choices of a run; what the
 * server has made by then differs. A failure shows the request. {@code -Dstrace=required} where it will not do that nobody looks
 * on.
 */
class FuzzCampaignTest {
    private static final int REQUESTS = Integer.getInteger("requests", 1600);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int CLIENTS = 24;
    private static final int LARGE_FIELDS = 300;

    /** So many requests that chance leaves no kind of answer out. */
    private static final int MANY = 5000;

    private static final boolean STRACE_REQUIRED = "required".equals(System.getProperty("strace"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R34: without authentication, nothing that is sent makes the server fail, tell of itself or hang")
    void open() throws Exception {
        fuzz("open", List.of(), Application.packaged(), REQUESTS / 2);
    }

    @Test
    @DisplayName("R34: with authentication, nothing that is sent makes the server fail, tell of itself or hang")
    void guarded() throws Exception {
        Path data = directory.resolve("data");
        fuzz(
                "guarded",
                keys(data),
                Application.packaged(),
                REQUESTS / 2,
                "--authentication",
                "keys",
                "--rate-limit",
                "0",
                "--auth-failures",
                "1000000");
    }

    @Test
    @DisplayName("R34: with tokens, good and bad, nothing that is sent makes the server fail, tell of itself or hang")
    void withTokens() throws Exception {
        try (Tokens tokens = new Tokens()) {
            List<String> shown = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                shown.addAll(tokens.good());
            }
            shown.addAll(tokens.bad());
            fuzz("tokens", shown, Application.packaged(), REQUESTS / 2, tokens.flags());
            onlyGoodOnesAreAccepted(tokens);
        }
    }

    private void onlyGoodOnesAreAccepted(Tokens tokens) {
        try (Node node = Application.packaged().serve(directory.resolve("data"), tokens.flags())) {
            for (String token : tokens.good()) {
                assertThat(statusWith(node, token)).isEqualTo(200);
            }
            for (String token : tokens.bad()) {
                assertThat(statusWith(node, token)).as(token).isEqualTo(401);
            }
        }
    }

    private static int statusWith(Node node, String token) {
        return node.web()
                .send("GET", "/api/sessions", BodyPublishers.noBody(), "Authorization", "Bearer " + token)
                .status();
    }

    @Test
    @DisplayName(
            "R34: a form of hundreds of large fields that nobody asked for is answered without being kept in memory")
    void manyLargeFields() throws Exception {
        Path data = directory.resolve("data");
        try (Node node = Application.packaged().option("-Xmx128m").serve(data)) {
            for (String name : List.of("metadata", "unknown")) {
                Web.Answer answer = node.web()
                        .send(
                                "POST",
                                "/api/sessions/s/files",
                                BodyPublishers.ofByteArrays(() -> FuzzBodies.largeFields(name, LARGE_FIELDS)),
                                "Content-Type",
                                FuzzBodies.FORM_TYPE);
                assertThat(answer.status()).as(name + ": " + answer.text()).isIn(201, 400, 413, 422);
            }
            assertThat(node.web().get("/health/ready").status()).isEqualTo(200);
            assertThat(node.stop().errors()).doesNotContain("ERROR", "OutOfMemory", "\tat ");
        }
    }

    @Test
    @DisplayName("R34: nothing that is sent makes the server name a path that it should not")
    void traced() throws Exception {
        FileTrace trace = new FileTrace(directory.resolve("trace"));
        assumeTrue(
                STRACE_REQUIRED || FileTrace.isPossible(),
                "no strace here (apt install strace), so nobody looks which files are touched");
        assertThat(FileTrace.isPossible())
                .as("strace is required and works here")
                .isTrue();
        Path own = Files.createDirectory(directory.resolve("own"));
        Application application = Application.packaged()
                .under(trace.wrapper())
                .option("-XX:-UsePerfData")
                .option("-Djava.io.tmpdir=" + own);
        fuzz("traced", List.of(), application, Math.max(500, REQUESTS / 20));
        List<String> changed = trace.changed();
        System.out.println(
                "fuzz campaign: calls that name files " + trace.calls() + ", paths changed " + changed.size());
        assertThat(changed).as("what the server wrote is seen at all").isNotEmpty();
        assertThat(changed)
                .allMatch(path -> path.startsWith(directory.resolve("data") + "/")
                        || path.equals(directory.resolve("data").toString())
                        || path.startsWith(own + "/")
                        || path.equals(
                                Holdings.threadDump(directory.resolve("data")).toString())
                        || path.matches(
                                "/tmp/\\.java_pid\\d+(\\.tmp)?") // where the JVM listens for whom asks for its threads
                        || path.startsWith("/dev/")
                        || path.startsWith("/proc/self/"));
        assertThat(trace.mentioning(FuzzValues.CANARY)).isEmpty();
    }

    private void fuzz(String name, List<String> keys, Application application, int requests, String... flags)
            throws Exception {
        System.out.println("fuzz campaign, " + name + ": -Drequests=" + REQUESTS + " -Dseed=" + SEED);
        Path data = directory.resolve("data");
        Map<Integer, Long> statuses = new TreeMap<>();
        long hungUp = 0;
        long begin = System.nanoTime();
        int warmUp = Math.min(requests / 4, 5000);
        try (Node node = application.serve(data, flags)) {
            SplittableRandom random = new SplittableRandom(SEED);
            String[] credentials =
                    keys.isEmpty() ? new String[0] : new String[] {"Authorization", "Bearer " + keys.getFirst()};
            JsonNode document = node.web().get("/openapi.json").json();
            FuzzTargets targets = new FuzzTargets();
            for (int i = 0; i < 5; i++) {
                targets.add("session", "s-" + i);
                targets.add("person", "person-" + i);
                targets.learn(node.web()
                        .post("/api/sessions/s-" + i + "/files?name=a.txt", new byte[1000], credentials)
                        .text());
            }
            List<Fuzzer> fuzzers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String host = node.web().address().getAuthority();
                FuzzGrammar grammar = new FuzzGrammar(random.split(), targets, host, keys, document);
                fuzzers.add(new Fuzzer(grammar, targets, node.web().address(), data.toString()));
            }
            send(fuzzers, warmUp);
            send(fuzzers, (requests - warmUp) / 2);
            Holdings middle = Holdings.settled(node, data);
            send(fuzzers, (requests - warmUp) / 2);
            assertThat(node.isAlive()).isTrue();
            Holdings end = Holdings.settledTo(middle, node, data);
            double seconds = (System.nanoTime() - begin) / 1e9;
            for (Fuzzer fuzzer : fuzzers) {
                hungUp += fuzzer.hungUp();
                fuzzer.statuses().forEach((status, count) -> statuses.merge(status, count.sum(), Long::sum));
            }
            System.out.printf(
                    "fuzz campaign, %s: %d requests, %.0f a second, answers %s, hung up %d; %s, then %s%n",
                    name, requests, requests / seconds, statuses, hungUp, middle, end);
            assertThat(end.isNoMoreThan(middle)).as(middle + ", then " + end).isTrue();
            assertThat(end.contents()).as("contents that are open").isZero();
            assertThat(node.web().get("/health/ready").status()).isEqualTo(200);
            Program.Ended ended = node.stop();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.errors()).doesNotContain("ERROR", "\tat ");
        }
        assertThat(statuses.keySet()).as("kinds of answers").contains(200, 400, 404, 405, 422);
        if (keys.isEmpty() || requests >= MANY) {
            assertThat(statuses.keySet()).as("done by whom it is allowed").contains(201, 204);
        }
        if (requests >= MANY) {
            assertThat(statuses.keySet()).as("too much").contains(413);
        }
        if (!keys.isEmpty()) {
            assertThat(statuses.keySet())
                    .as("asked by nobody, or by whom it is not allowed")
                    .contains(401, 403);
        }
        Program.Ended doctor = Application.packaged()
                .command("doctor", "--deep", "--data", data.toString())
                .run(PATIENCE);
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
    }

    private static void send(List<Fuzzer> fuzzers, int requests) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(fuzzers.size())) {
            List<Future<?>> sending = new ArrayList<>();
            fuzzers.forEach(fuzzer -> sending.add(clients.submit(() -> {
                try (fuzzer) {
                    fuzzer.send(Math.ceilDiv(requests, fuzzers.size()));
                }
            })));
            for (Future<?> sent : sending) {
                sent.get();
            }
        }
    }

    /** One key of each role. */
    private static List<String> keys(Path data) {
        try (Dossier dossier = Dossier.open(DossierConfig.in(data))) {
            dossier.initialize();
            List<String> keys = new ArrayList<>();
            for (Role role : List.of(Role.USER, Role.EDITOR, Role.READER, Role.SERVICE, Role.ADMINISTRATOR)) {
                keys.add(dossier.keys()
                        .create("fuzz-" + role, role, null, Actor.LOCAL)
                        .shown());
            }
            return keys;
        }
    }
}
