package dev.dossier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Measures, and puts the tables into {@code docs/performance.md}, between the two markers of a command.
 *
 * <p>Whatever is compared takes turns in the same run, and what counts is the median: on a shared machine the figures wander,
 * the ratios much less.
 */
public final class Bench {
    private static final String END = "<!-- end of figures -->";

    /** A measurement. */
    @FunctionalInterface
    public interface Measurement {
        /** Answers its tables, as Markdown. */
        String run(Bench bench) throws Exception;
    }

    private final Path home;
    private final String command;

    /** For a command of this checkout. */
    public Bench(Path home, String command) {
        this.home = home;
        this.command = command;
    }

    /** Runs the measurements that are named, or all, in their order; only all are written down. */
    public void measure(SequencedMap<String, Measurement> all, List<String> names) throws Exception {
        if (!all.keySet().containsAll(names)) {
            throw new IllegalArgumentException("what can be measured is " + String.join(", ", all.keySet()));
        }
        List<String> tables = new ArrayList<>();
        for (String name : names.isEmpty() ? all.sequencedKeySet() : names) {
            System.err.println("measuring: " + name);
            String table = all.get(name).run(this);
            System.out.println(table);
            tables.add(table);
        }
        if (names.isEmpty()) {
            write(home.resolve("docs/performance.md"), String.join("\n", tables));
        }
    }

    private void write(Path page, String tables) throws IOException {
        String text = Files.readString(page);
        String marker = "<!-- figures: written by " + command + " -->";
        int begin = text.indexOf(marker) + marker.length();
        int end = text.indexOf(END, begin);
        Files.writeString(page, text.substring(0, begin) + "\n\n" + tables + "\n" + text.substring(end));
    }

    /** The checkout. */
    public Path home() {
        return home;
    }

    /** The program that is measured. */
    Path application() {
        return home.resolve("cli/target/dossier");
    }

    /** An empty directory on the disk of the checkout. */
    public Path fresh(String name) {
        Path directory = home.resolve("bench/target/work").resolve(name);
        delete(directory);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a directory with all that is in it. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
