package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.RawConnection;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bytes on the disk are flipped, cut off, added and removed behind the server's back, while it runs and while it stands. Half
 * of the damage is met by a reader, the other half by the scrub. Four clients upload meanwhile, and the server ends by SIGKILL.
 *
 * <p>Set {@code -Ddamages=N} for more than those of the suite, and {@code -Dseed=N} to repeat the damage of a run
 * exactly.
 */
class FlipCampaignTest {
    private static final int DAMAGES = Integer.getInteger("damages", 16);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Uploaders uploaders = new Uploaders();

    /** A file and where its bytes are. */
    private record Kept(String id, SampleBytes content, Path blob) {}

    @Test
    @DisplayName("R41: damaged bytes are never served as a whole file; readers, scrub and doctor find and name them")
    void damaged() throws Exception {
        System.out.println("flip campaign: -Ddamages=" + DAMAGES + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Application application = Application.packaged();
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        Map<String, Kept> sound = new LinkedHashMap<>();
        Set<String> damaged = new TreeSet<>();
        try (Node node = application.serve(data.path(), "--scrub-rate", "off")) {
            for (int i = 0; i < 2 * DAMAGES; i++) {
                Kept kept = kept(node.web(), data, new SampleBytes(random.nextLong(), size(random)));
                sound.put(kept.id(), kept);
            }
            uploaders.start(node, random);
            for (Kept kept : some(sound)) {
                damage(random, kept);
                damaged.add(kept.id());
                isNotServed(node.web(), kept);
                sound.remove(kept.id());
            }
            everythingElseIsServed(node.web(), sound);
            assertThat(killed(node).errors()).doesNotContain("\tat ");
        }
        Set<String> unread = new TreeSet<>();
        for (Kept kept : some(sound)) {
            damage(random, kept);
            unread.add(kept.id());
            sound.remove(kept.id());
        }
        damaged.addAll(unread);
        assertThat(named(application, data)).isEqualTo(damaged);
        try (Node node = application.serve(data.path(), "--scrub-rate", "1GB", "--scrub-interval", "1s")) {
            uploaders.areServed(node.web());
            uploaders.start(node, random);
            await(() -> quarantined(node) >= damaged.size());
            assertThat(quarantined(node)).isEqualTo(damaged.size());
            for (String id : damaged) {
                assertThat(node.web().get("/api/files/" + id + "/content").status())
                        .isEqualTo(503);
            }
            everythingElseIsServed(node.web(), sound);
            await(() -> unread.stream().allMatch(node.errors()::contains));
            String log = killed(node).errors();
            assertThat(unread).allMatch(log::contains, "is named in the log");
        }
        assertThat(named(application, data)).isEqualTo(damaged);
        try (Node node = application.serve(data.path())) {
            uploaders.areServed(node.web());
            everythingElseIsServed(node.web(), sound);
        }
        System.out.printf(
                "damages %d, seed %d, %s, uploaded meanwhile %d, served whole 0, not named 0, sound files refused 0%n",
                damaged.size(), SEED, outcomes, uploaders.count());
    }

    /** Killed with SIGKILL while the clients upload. */
    private Program.Ended killed(Node node) throws InterruptedException {
        Program.Ended ended = node.kill();
        uploaders.join();
        return ended;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < patience) {
            Thread.sleep(50);
        }
    }

    @Test
    @DisplayName("R41: a file that loses bytes while it is downloaded is cut off")
    void damagedUnderWay() throws IOException {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        try (Node node = Application.packaged().serve(data.path())) {
            SampleBytes content = SampleBytes.ofSize(60_000_000);
            Kept kept = kept(node.web(), data, content);
            try (RawConnection connection = RawConnection.to(node.web().address())) {
                connection.send("GET /api/files/" + kept.id() + "/content HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(connection.line(PATIENCE)).isEqualTo("HTTP/1.1 200 OK");
                try (FileChannel channel = FileChannel.open(kept.blob(), StandardOpenOption.WRITE)) {
                    channel.truncate(50_000_000);
                }
                long came = connection.countToEnd(PATIENCE);
                assertThat(came).isBetween(1L, 50_010_000L);
            }
            assertThat(node.web().get("/api/files/" + kept.id() + "/content").status())
                    .isEqualTo(503);
        }
    }

    /**
     * From 16 bytes, so that no two files share them by chance, to two megabytes; what is longer than a buffer has begun to be sent
     * before its hash is known.
     */
    private static int size(SplittableRandom random) {
        return 16 + random.nextInt(1 << random.nextInt(1, 22));
    }

    private static Kept kept(Web web, DataDirectory data, SampleBytes content) {
        Web.Answer answer = web.post("/api/sessions/s/files?name=a.bin", content);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonNode file = answer.json().at("/files/0");
        String hash = file.get("file_hash").asString();
        Path blob = data.files().stream()
                .filter(path -> path.getFileName().toString().startsWith(hash))
                .findFirst()
                .orElseThrow();
        return new Kept(file.get("file_id").asString(), content, blob);
    }

    private static Iterable<Kept> some(Map<String, Kept> sound) {
        return sound.values().stream().limit(DAMAGES / 2).toList();
    }

    private void damage(SplittableRandom random, Kept kept) throws IOException {
        long size = kept.content().sizeBytes();
        int kind = random.nextInt(6);
        if (kind == 0) {
            Files.delete(kept.blob());
            count("removed");
            return;
        }
        try (FileChannel channel = FileChannel.open(kept.blob(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (kind == 1) {
                channel.truncate(random.nextLong(size));
                count("truncated");
            } else if (kind == 2) {
                channel.write(ByteBuffer.wrap(new byte[1 + random.nextInt(100)]), size);
                count("extended");
            } else {
                long position = kind == 3 ? size - 1 : random.nextLong(size);
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, position);
                one.put(0, (byte) (one.get(0) ^ (1 << random.nextInt(8)))).rewind();
                channel.write(one, position);
                count("flipped");
            }
        }
    }

    private void count(String what) {
        outcomes.merge(what, 1, Integer::sum);
    }

    /** The first reader is refused or cut off, and the second one knows why. */
    private void isNotServed(Web web, Kept kept) {
        String path = "/api/files/" + kept.id() + "/content";
        try {
            Web.Answer answer = web.get(path);
            assertThat(answer.status()).as(kept + ": " + answer.headers()).isEqualTo(503);
            count("refused");
        } catch (UncheckedIOException e) {
            count("cut off");
        }
        Web.Answer again = web.get(path);
        assertThat(again.status()).isEqualTo(503);
        assertThat(again.json().get("detail").asString()).contains(kept.id());
    }

    private static void everythingElseIsServed(Web web, Map<String, Kept> sound) {
        sound.values()
                .forEach(kept -> assertThat(Content.of(web, kept.id()))
                        .isEqualTo(new Content(
                                kept.content().sha256(), kept.content().sizeBytes())));
    }

    private static int quarantined(Node node) {
        return node.web().get("/api/stats").json().get("quarantined_files").asInt();
    }

    /** The files that the doctor names. */
    private static Set<String> named(Application application, DataDirectory data) {
        Program.Ended doctor = application
                .command("doctor", "--deep", "--json", "--data", data.path().toString())
                .run(PATIENCE);
        assertThat(doctor.exitCode()).as(doctor.errors()).isEqualTo(1);
        return new JsonMapper()
                .readTree(doctor.output())
                .get("findings")
                .valueStream()
                .flatMap(finding -> finding.get("files").valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
