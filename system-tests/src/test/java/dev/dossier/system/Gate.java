package dev.dossier.system;

import dev.dossier.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A file whose appearance lets many processes go at the same moment.
 *
 * @param file where it will be
 */
record Gate(Path file) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 100_000;

    /** For a process: says that it is at the gate, and waits until it opens. */
    void pass() {
        System.out.println(waiting());
        while (!Files.exists(file)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** For the test: opens once all of these processes wait. */
    void openFor(List<RunningProgram> programs) {
        programs.forEach(program -> program.awaitLine(waiting() + "$", PATIENCE));
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String waiting() {
        return "waiting at " + file.getFileName();
    }
}
