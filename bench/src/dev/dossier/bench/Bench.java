package dev.dossier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures everything and puts the tables into {@code docs/performance.md}, between its two markers.
 *
 * <p>Whatever is compared takes turns in the same run, and what counts is the median: on a shared machine the figures wander,
 * the ratios much less.
 */
public final class Bench {
    private static final String BEGIN = "<!-- figures: written by bench/run -->";
    private static final String END = "<!-- end of figures -->";

    /** A measurement. */
    @FunctionalInterface
    interface Measurement {
        /** Answers its tables, as Markdown. */
        String run(Bench bench) throws Exception;
    }

    private final Path home;
    private final Path work;

    private Bench(Path home) {
        this.home = home;
        this.work = home.resolve("bench/target/work");
    }

    /** Runs the measurements that are named, or all. */
    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(Path.of(arguments[0]));
        Map<String, Measurement> all = Map.of(
                "initialisation", new InitialisationFigures(),
                "start", new StartFigures(),
                "transfer", new TransferFigures(),
                "small", new SmallUploadFigures(),
                "files", new SmallFileFigures());
        List<String> order = List.of("initialisation", "start", "transfer", "small", "files");
        List<String> names = List.of(arguments).subList(1, arguments.length);
        List<String> tables = new ArrayList<>();
        for (String name : names.isEmpty() ? order : names) {
            System.err.println("measuring: " + name);
            String table = all.get(name).run(bench);
            System.out.println(table);
            tables.add(table);
        }
        if (names.isEmpty()) {
            write(bench.home.resolve("docs/performance.md"), String.join("\n", tables));
        }
    }

    private static void write(Path page, String tables) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(page, text.substring(0, begin) + "\n\n" + tables + "\n" + text.substring(text.indexOf(END)));
    }

    /** The program that is measured. */
    Path application() {
        return home.resolve("cli/target/dossier");
    }

    /** An empty directory on the disk of the checkout. */
    Path fresh(String name) {
        Path directory = work.resolve(name);
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
