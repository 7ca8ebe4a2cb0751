package dev.dossier.cli;

import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code dossier rehearse}: starts a server on a throw-away directory and uses it once the way people do, so that the JVM can
 * record what it needs for that. The launcher makes its start-up cache with it.
 */
@Command(name = "rehearse", hidden = true, description = "Start, be used once and end, for the start-up cache.")
final class RehearseCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern FILE_ID = Pattern.compile("^\\S+");
    private static final Pattern ADDRESS = Pattern.compile("ready at (\\S+)");

    @Parameters(paramLabel = "DIR", description = "A directory that does not exist yet")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String data = directory.resolve("data").toString();
        Thread server = Thread.ofPlatform().start(() -> run(said, "serve", "--port", "0", "--data", data));
        try {
            use(address(server, said));
        } finally {
            server.interrupt();
            server.join(PATIENCE);
        }
        run(new ByteArrayOutputStream(), "status", "--json", "--data", data);
        return Exit.DONE.code();
    }

    private void use(String address) {
        String file = first(FILE_ID, say("put", "-", "--name", "a.txt", "--session", "s", "--server", address));
        say("ls", "--session", "s", "--server", address);
        say("get", file, "--server", address);
        say("rm", file, "--server", address);
    }

    private String say(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        run(said, arguments);
        return said.toString(StandardCharsets.UTF_8);
    }

    private void run(ByteArrayOutputStream said, String... arguments) {
        InputStream in = new ByteArrayInputStream("rehearsal".getBytes(StandardCharsets.UTF_8));
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            Main.run(new Terminal(in, out, System.err, Map.of(), directory, false), arguments);
        }
    }

    private static String address(Thread server, ByteArrayOutputStream said) throws InterruptedException {
        Instant limit = Instant.now().plus(PATIENCE);
        while (server.isAlive() && said.size() == 0 && Instant.now().isBefore(limit)) {
            Thread.sleep(Duration.ofMillis(20));
        }
        return first(ADDRESS, said.toString(StandardCharsets.UTF_8));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("The rehearsal failed.");
        }
        return found.group(found.groupCount());
    }
}
