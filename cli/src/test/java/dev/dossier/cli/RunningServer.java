package dev.dossier.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dossier serve} in this process, on a free port, until it is closed. */
final class RunningServer implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Dossier is ready at (http://\\S+) \\(schema (\\d{3}), sqlite, \\d+\\.\\d\\d s\\)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;
    private final String address;

    private RunningServer(Path data, String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(more));
        thread = Thread.ofPlatform()
                .start(() ->
                        exit.complete(Main.run(Cli.in(data).terminal(out, err), arguments.toArray(String[]::new))));
        while (out.size() == 0 && thread.isAlive()) {
            Thread.sleep(Duration.ofMillis(10));
        }
        Matcher ready = READY.matcher(out.toString(StandardCharsets.UTF_8));
        if (!ready.find()) {
            throw new AssertionError("not ready: " + out + err);
        }
        address = ready.group(1);
    }

    static RunningServer on(Path data, String... more) throws InterruptedException {
        return new RunningServer(data, more);
    }

    String address() {
        return address;
    }

    /** Interrupts the server and answers its exit code. */
    int stop() {
        thread.interrupt();
        return exit.join();
    }

    @Override
    public void close() {
        stop();
    }
}
