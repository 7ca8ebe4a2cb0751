package dev.dossier.cli.terminal;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Where a command reads, writes and runs: the process's own surroundings, or those of a test. */
public final class Terminal {
    private static final JsonMapper JSON = new JsonMapper();

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path directory;
    private final boolean interactive;
    private boolean json;

    /**
     * Surroundings made of their parts.
     *
     * @param directory what relative paths start from
     * @param interactive whether a person is watching, so that progress may be shown
     */
    public Terminal(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            Path directory,
            boolean interactive) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.interactive = interactive;
    }

    /** The surroundings of this process. Texts are UTF-8 whatever the locale says. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                Path.of(""),
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    /** Standard output. */
    public PrintStream out() {
        return out;
    }

    /** Standard error. */
    public PrintStream err() {
        return err;
    }

    /** The environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** A path as the user means it. */
    public Path resolve(String path) {
        return directory.resolve(path);
    }

    /** Whether a person is watching. */
    public boolean isInteractive() {
        return interactive;
    }

    /** Chooses between text for people, the default, and JSON for programs. */
    public void json(boolean on) {
        json = on;
    }

    /** Shows one result on standard output: the object as one line of JSON, or the text. */
    public void show(Map<String, ?> object, String text) {
        out.println(json ? JSON.writeValueAsString(object) : text);
        out.flush();
    }

    /** A text of a stranger as it may be shown to people: it must not steer the terminal of whoever reads it. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\uFFFD");
    }

    /** Says something on standard error that is not the result. */
    public void note(String text) {
        err.println(text);
    }
}
