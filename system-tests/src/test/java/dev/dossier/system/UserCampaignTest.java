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
    private static final int LOOK_SECONDS = Math.min(30, SECONDS);
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
            for (long second = LOOK_SECONDS; second <= SECONDS; second += LOOK_SECONDS) {
                Thread.sleep(Duration.ofSeconds(LOOK_SECONDS));
                long bytes = node.residentMemoryBytes();
                residentBytes.add(bytes);
                System.out.println("user campaign: after " + second + " s resident " + (bytes >> 20) + " MB");
            }
            for (Future<?> user : users) {
                user.get();
            }
            assertThat(node.stop().errors()).doesNotContain("ERROR", "\tat ");
        }
        System.out.printf("users %d, seconds %d, seed %d, errors 0%n%s", USERS, SECONDS, SEED, stopwatch.table());
        System.out.println("resident MB at the start and after each " + LOOK_SECONDS + " s: "
                + residentBytes.stream().map(bytes -> bytes >> 20).toList());
        assertThat(stopwatch.count()).isGreaterThan(USERS);
        if (SECONDS >= LONG_RUN_SECONDS) {
            long third = most(residentBytes, 2);
            long last = most(residentBytes, 3);
            System.out.printf(
                    "user campaign: at most resident in the third quarter %d MB, in the last %d MB, %+.1f %%%n",
                    third >> 20, last >> 20, 100.0 * (last - third) / third);
            assertThat(last).as("memory in the last quarter").isLessThanOrEqualTo(third * 105 / 100);
        }
        Program.Ended doctor = Application.packaged()
                .command("doctor", "--deep", "--data", data.toString())
                .run(PATIENCE);
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
    }

    /** The most of a quarter of the looks, the first of them being 0. */
    private static long most(List<Long> looks, int quarter) {
        return looks.subList(looks.size() * quarter / 4, looks.size() * (quarter + 1) / 4).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
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
