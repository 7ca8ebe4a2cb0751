package dev.dossier.cli;

import dev.dossier.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody at a command line: a directory, an environment and what is typed.
 *
 * @param directory what relative paths start from
 * @param environment the environment variables
 * @param input what standard input holds
 * @param interactive whether progress may be shown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cli(Path directory, Map<String, String> environment, byte[] input, boolean interactive) {
    static Cli in(Path directory) {
        return new Cli(directory, Map.of(), new byte[0], false);
    }

    Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(directory, more, input, interactive);
    }

    Cli input(byte[] bytes) {
        return new Cli(directory, environment, bytes, interactive);
    }

    Cli watched() {
        return new Cli(directory, environment, input, true);
    }

    /** Runs a command line to its end. */
    Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(terminal(out, err), arguments);
        return new Said(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        InputStream in = new ByteArrayInputStream(input);
        return new Terminal(in, printer(out), printer(err), environment, directory, interactive);
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** How it ended and what it said. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Said(int exit, byte[] bytes, String err) {
        private static final JsonMapper JSON = new JsonMapper();

        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(bytes);
        }
    }
}
