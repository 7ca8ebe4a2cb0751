package dev.dossier.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command line to be run as a process of its own. Immutable; each method answers a changed copy.
 *
 * @param command the program and its arguments
 * @param directory where it runs; empty for where the test runs
 * @param environment what is different from the test's environment; an empty value removes the variable
 * @param input the file that is its standard input; empty for nothing
 */
public record Program(
        List<String> command, Optional<Path> directory, Map<String, String> environment, Optional<Path> input) {

    /** A program and its arguments. */
    public static Program of(String... command) {
        return new Program(List.of(command), Optional.empty(), Map.of(), Optional.empty());
    }

    /** A class of the test's class path, run by the JDK that runs the test. */
    public static Program java(String mainClass, String... arguments) {
        return of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass)
                .with(arguments);
    }

    /** The same with more arguments. */
    public Program with(String... arguments) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(List.of(arguments));
        return new Program(longer, directory, environment, input);
    }

    /** The same, ended by SIGINT even when the test runs in the background of a shell, whose children ignore it. */
    public Program heedingInterrupts() {
        List<String> longer = new ArrayList<>(List.of("env", "--default-signal=INT"));
        longer.addAll(command);
        return new Program(longer, directory, environment, input);
    }

    /** The same, run in another directory. */
    public Program in(Path where) {
        return new Program(command, Optional.of(where), environment, input);
    }

    /** The same with a variable set, or removed when the value is null. */
    public Program environment(String name, @Nullable String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value == null ? "" : value);
        return new Program(command, directory, changed, input);
    }

    /** The same, reading its standard input from a file. */
    public Program input(Path file) {
        return new Program(command, directory, environment, Optional.of(file));
    }

    /** Starts the process. */
    public RunningProgram start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        directory.ifPresent(where -> builder.directory(where.toFile()));
        builder.redirectInput(input.map(Path::toFile).orElse(new File("/dev/null")));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        try {
            return new RunningProgram(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the process to its end, which must come within the time given. */
    public Ended run(Duration limit) {
        try (RunningProgram running = start()) {
            return running.awaitEnd(limit);
        }
    }

    /**
     * What a process left behind.
     *
     * @param exitCode its exit code; 128 and the signal's number where a signal ended it
     * @param output what it wrote to standard output
     * @param errors what it wrote to standard error
     */
    public record Ended(int exitCode, String output, String errors) {}
}
