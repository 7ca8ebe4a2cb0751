package dev.dossier.system;

import dev.dossier.testkit.Program;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server holds while nobody is connected.
 *
 * @param threads names of the threads of Java, virtual ones among them, without those that move bytes
 * @param movers how many threads move bytes: a pool with a limit, which gives back one a minute
 * @param sockets sockets, those that it listens at among them
 * @param contents files of {@code blobs} and {@code tmp} that are open
 * @param others everything else that is open: the database, the program, what the JVM needs
 */
record Holdings(List<String> threads, int movers, int sockets, int contents, int others) {
    private static final Pattern MOVER = Pattern.compile("http-\\d+.*");
    private static final int MOST_MOVERS = 16;

    /** The JVM and the pool of the database open and begin a few more, whenever they like and however much is asked of them. */
    private static final int SPARE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a server holds now. */
    static Holdings of(Node node, Path data) throws IOException {
        List<String> all = threads(node, threadDump(data)); // first, as the JVM begins to listen for whom asks
        int sockets = 0;
        int contents = 0;
        int others = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", Long.toString(node.pid()), "fd"))) {
            for (Path descriptor : open) {
                String name = target(descriptor);
                if (name.startsWith("socket:")) {
                    sockets++;
                } else if (name.startsWith(data.resolve("blobs") + "/") || name.startsWith(data.resolve("tmp") + "/")) {
                    contents++;
                } else if (!name.isEmpty()) {
                    others++;
                }
            }
        }
        List<String> threads =
                all.stream().filter(name -> !MOVER.matcher(name).matches()).toList();
        return new Holdings(threads, all.size() - threads.size(), sockets, contents, others);
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // it was closed a moment ago
        }
    }

    /** Where a server that keeps its files in {@code data} writes which threads it has. */
    static Path threadDump(Path data) {
        return data.resolveSibling("threads.json");
    }

    private static List<String> threads(Node node, Path dump) throws IOException {
        Program.Ended ended = Program.of(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(node.pid()),
                        "Thread.dump_to_file",
                        "-overwrite",
                        "-format=json",
                        dump.toString())
                .run(PATIENCE);
        if (ended.exitCode() != 0) {
            throw new IOException(ended.output() + ended.errors());
        }
        JsonNode containers =
                JsonMapper.shared().readTree(Files.readString(dump)).at("/threadDump/threadContainers");
        return containers
                .valueStream()
                .flatMap(container -> container.get("threads").valueStream())
                .map(thread -> thread.get("name").asString())
                .sorted()
                .toList();
    }

    /** What a server comes to hold after the last client has gone: the least of what is seen in some seconds. */
    static Holdings settled(Node node, Path data) throws IOException, InterruptedException {
        Holdings least = of(node, data);
        for (int i = 0; i < 10; i++) {
            Thread.sleep(200);
            Holdings now = of(node, data);
            least = new Holdings(
                    now.threads.size() < least.threads.size() ? now.threads : least.threads,
                    Math.min(least.movers, now.movers),
                    Math.min(least.sockets, now.sockets),
                    Math.min(least.contents, now.contents),
                    Math.min(least.others, now.others));
        }
        return least;
    }

    /** The same once no more is held than before, or when nobody would wait any longer. */
    static Holdings settledTo(Holdings before, Node node, Path data) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Holdings after = of(node, data);
        while (!after.isNoMoreThan(before) && System.nanoTime() < end) {
            Thread.sleep(200);
            after = of(node, data);
        }
        return after;
    }

    /** Whether nothing was kept: no socket and no content more than before, and of the rest not more than always comes and goes. */
    boolean isNoMoreThan(Holdings before) {
        return sockets <= before.sockets
                && contents <= before.contents
                && movers <= MOST_MOVERS
                && threads.size() <= before.threads.size() + SPARE
                && others <= before.others + SPARE;
    }
}
