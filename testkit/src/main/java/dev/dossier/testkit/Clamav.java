package dev.dossier.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real clamd of ClamAV that knows one virus, {@link ScannerServer#VIRUS}, and takes up to 4 MB. Needs the program on this
 * machine. Close it.
 */
public final class Clamav implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private RunningProgram program;

    private Clamav(Path directory) throws IOException {
        this.directory = directory;
        Path signatures = Files.createDirectories(directory.resolve("signatures"));
        String virus = HexFormat.of().formatHex(ScannerServer.VIRUS.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(signatures.resolve("test.ndb"), "Eicar-Test-Signature:0:*:" + virus + "\n");
        Files.writeString(directory.resolve("clamd.conf"), """
                Foreground yes
                DatabaseDirectory %s
                LocalSocket %s
                FixStaleSocket yes
                StreamMaxLength 4M
                SelfCheck 0
                """.formatted(signatures, socket()));
        this.program = started();
    }

    /** Whether the program is on this machine. */
    public static boolean isInstalled() {
        return executable().isPresent();
    }

    /**
     * Starts one.
     *
     * @param directory an empty directory with a short path, for its socket
     * @throws AssertionError when it does not start
     */
    public static Clamav start(Path directory) {
        try {
            return new Clamav(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("clamd could not be started", e);
        }
    }

    private Path socket() {
        return directory.resolve("clamd.ctl");
    }

    private RunningProgram started() {
        String clamd = executable()
                .orElseThrow(() -> new AssertionError("clamd is not installed: apt install clamav-daemon"))
                .toString();
        RunningProgram starting = Program.of(
                        "sh",
                        "-c",
                        "exec \"$@\" 2>&1",
                        "sh",
                        clamd,
                        "-c",
                        directory.resolve("clamd.conf").toString())
                .start();
        try {
            starting.awaitLine("Self checking disabled", PATIENCE);
            return starting;
        } catch (AssertionError e) {
            starting.close();
            throw e;
        }
    }

    /** Its address, as the setting {@code clamd} wants it. */
    public String address() {
        return "unix:" + socket();
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        program.kill();
        program.awaitEnd(PATIENCE);
    }

    /** Starts it again. */
    public void restart() {
        program = started();
    }

    @Override
    public void close() {
        program.close();
    }

    private static Optional<Path> executable() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, "clamd"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
