package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.testkit.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many people at once, each with a key of their own, who upload, list, read, share, rename and delete, and think between.
 *
 * <p>Set {@code -Dusers=N} and {@code -Dseconds=N} for more of them and for longer than in the suite, {@code -Dthink=N} for the
 * milliseconds that they think on average, and {@code -Dseed=N} to repeat what they do, though not when.
 */
class UserCampaignTest {
    private static final int USERS = Integer.getInteger("users", 40);
    private static final int SECONDS = Integer.getInteger("seconds", 6);
    private static final int THINK_MILLIS = Integer.getInteger("think", 1000);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int LONG_RUN_SECONDS = 600;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("Many users at once get what they ask for, and the server's memory does not grow")
    void manyAtOnce() throws Exception {
        System.out.println("user campaign: -Dusers=" + USERS + " -Dseconds=" + SECONDS + " -Dthink=" + THINK_MILLIS
                + " -Dseed=" + SEED);
        Path data = directory.resolve("data");
        List<String> keys = keys(data);
        SplittableRandom random = new SplittableRandom(SEED);
        Stopwatch stopwatch = new Stopwatch();
        List<Long> residentBytes = new ArrayList<>();
        try (Node node = Application.packaged().serve(data, "--authentication", "keys");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            residentBytes.add(node.residentMemoryBytes());
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                String friend = name((i + 1) % USERS);
                User user = new User(node.web(), "desk-" + i, keys.get(i), friend, random.split(), stopwatch);
                users.add(threads.submit(() -> user.workUntil(end, THINK_MILLIS)));
            }
            long step = Math.min(60, SECONDS);
            for (long second = step; second <= SECONDS; second += step) {
                Thread.sleep(Duration.ofSeconds(step));
                residentBytes.add(node.residentMemoryBytes());
            }
            for (Future<?> user : users) {
                user.get();
            }
            assertThat(node.stop().errors()).doesNotContain("ERROR", "\tat ");
        }
        System.out.printf("users %d, seconds %d, seed %d, errors 0%n%s", USERS, SECONDS, SEED, stopwatch.table());
        System.out.println("resident MB at the start and after each step: "
                + residentBytes.stream().map(bytes -> bytes >> 20).toList());
        assertThat(stopwatch.count()).isGreaterThan(USERS);
        if (SECONDS >= LONG_RUN_SECONDS) {
            long middle = residentBytes.get(residentBytes.size() / 2);
            assertThat(residentBytes.getLast()).as("memory in the end").isLessThan(middle * 115 / 100);
        }
        Program.Ended doctor = Application.packaged()
                .command("doctor", "--deep", "--data", data.toString())
                .run(PATIENCE);
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
    }

    private static String name(int user) {
        return "user-" + user;
    }

    private static List<String> keys(Path data) {
        try (Dossier dossier = Dossier.open(DossierConfig.in(data))) {
            dossier.initialize();
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                keys.add(dossier.keys()
                        .create(name(i), Role.USER, null, Actor.LOCAL)
                        .shown());
            }
            return keys;
        }
    }
}
