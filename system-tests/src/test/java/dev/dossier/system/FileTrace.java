package dev.dossier.system;

import dev.dossier.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every path that a process names to the operating system, as {@code strace} sees it.
 *
 * @param file where it is written
 */
record FileTrace(Path file) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)");
    private static final Pattern PATH = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CHANGING = Pattern.compile(
            "creat|rename\\w*|unlink\\w*|mkdir\\w*|rmdir|link\\w*|symlink\\w*|truncate|f?chmod\\w*|l?f?chown\\w*|mknod\\w*|utime\\w*");

    /** Whether this machine lets somebody look on. */
    static boolean isPossible() {
        try {
            return Program.of("strace", "-f", "-e", "trace=%file", "true")
                            .run(PATIENCE)
                            .exitCode()
                    == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** What comes before a program on the command line. The program keeps the number of its process. */
    String[] wrapper() {
        return new String[] {"strace", "-D", "-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", file.toString()};
    }

    /** How many calls were seen. */
    long calls() throws IOException {
        return lines().size();
    }

    /** The calls that open a file for writing, make, move or remove one, or change what it is. */
    List<String> changed() throws IOException {
        List<String> paths = new ArrayList<>();
        for (String line : lines()) {
            Matcher call = CALL.matcher(line);
            if (call.find() && changes(call.group(1), call.group(2))) {
                Matcher path = PATH.matcher(call.group(2));
                while (path.find()) {
                    paths.add(path.group(1));
                }
            }
        }
        return paths;
    }

    /** The calls in which a word occurs. */
    List<String> mentioning(String word) throws IOException {
        return lines().stream().filter(line -> line.contains(word)).toList();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }

    private static boolean changes(String name, String arguments) {
        return name.startsWith("open")
                ? arguments.contains("O_WRONLY") || arguments.contains("O_RDWR") || arguments.contains("O_CREAT")
                : CHANGING.matcher(name).matches();
    }
}
