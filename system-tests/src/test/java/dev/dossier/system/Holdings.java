package dev.dossier.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a server holds while nobody is connected.
 *
 * @param threads threads of the operating system, without the compilers of the JVM
 * @param sockets sockets, those that it listens at among them
 * @param contents files of {@code blobs} and {@code tmp} that are open
 * @param others everything else that is open: the database, the program, what the JVM needs
 */
record Holdings(int threads, int sockets, int contents, int others) {
    /** The JVM and the pool of the database open and begin a few more, whenever they like and however much is asked of them. */
    private static final int SPARE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a server holds now. */
    static Holdings of(Node node, Path data) throws IOException {
        Path process = Path.of("/proc", Long.toString(node.pid()));
        int sockets = 0;
        int contents = 0;
        int others = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
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
        return new Holdings(threads(process), sockets, contents, others);
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // it was closed a moment ago
        }
    }

    private static int threads(Path process) throws IOException {
        int threads = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path task : tasks) {
                threads += isCompiler(task) ? 0 : 1;
            }
        }
        return threads;
    }

    private static boolean isCompiler(Path task) {
        try {
            return Files.readString(task.resolve("comm")).matches("C[12] (?s:.*)");
        } catch (IOException e) {
            return true; // it ended a moment ago, and counts as little
        }
    }

    /** What a server comes to hold after the last client has gone: the least of what is seen in some seconds. */
    static Holdings settled(Node node, Path data) throws IOException, InterruptedException {
        Holdings least = of(node, data);
        for (int i = 0; i < 25; i++) {
            Thread.sleep(200);
            Holdings now = of(node, data);
            least = new Holdings(
                    Math.min(least.threads, now.threads),
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
                && threads <= before.threads + SPARE
                && others <= before.others + SPARE;
    }
}
