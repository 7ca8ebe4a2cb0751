package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.testkit.Program;
import java.io.IOException;
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
 * server has made by then differs. A failure shows the request.
 */
class FuzzCampaignTest {
    private static final int REQUESTS = Integer.getInteger("requests", 1600);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int CLIENTS = 24;
    private static final int JVM_THREADS = 12;
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
    @DisplayName("R34: nothing that is sent makes the server name a path that it should not")
    void traced() throws Exception {
        FileTrace trace = new FileTrace(directory.resolve("trace"));
        if (!FileTrace.isPossible()) {
            System.out.println(
                    "fuzz campaign: no strace here (apt install strace), so nobody looked which files were touched");
            return;
        }
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
            Settled before = Settled.of(node);
            send(fuzzers, requests - warmUp);
            assertThat(node.isAlive()).isTrue();
            Settled after = before;
            for (int i = 0; i < 100; i++) {
                after = Settled.of(node);
                if (after.isNoMoreThan(before)) {
                    break;
                }
                Thread.sleep(200);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            for (Fuzzer fuzzer : fuzzers) {
                hungUp += fuzzer.hungUp();
                fuzzer.statuses().forEach((status, count) -> statuses.merge(status, count.sum(), Long::sum));
            }
            System.out.printf(
                    "fuzz campaign, %s: %d requests, %.0f a second, answers %s, hung up %d; %s, then %s%n",
                    name, requests, requests / seconds, statuses, hungUp, before, after);
            assertThat(after.isNoMoreThan(before))
                    .as(before + ", then " + after)
                    .isTrue();
            assertThat(node.web().get("/health/ready").status()).isEqualTo(200);
            Program.Ended ended = node.stop();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.errors()).doesNotContain("ERROR", "\tat ");
        }
        assertThat(statuses.keySet()).as("all kinds of answers").contains(200, 201, 204, 400, 404, 405, 422);
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

    /** What a server holds once nobody is connected. */
    private record Settled(int threads, int openFiles) {
        static Settled of(Node node) throws IOException {
            return new Settled(node.threads(), node.openFiles());
        }

        /** The JVM has threads that come and go as it likes, and a pool that is warm has no more than so many. */
        boolean isNoMoreThan(Settled before) {
            return threads <= before.threads + JVM_THREADS && openFiles <= before.openFiles + JVM_THREADS;
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
