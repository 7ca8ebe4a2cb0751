package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void aProgramRunsWithItsDirectoryEnvironmentAndInput() throws IOException {
        Path input = Files.writeString(directory.resolve("input"), "hello\n");
        Program.Ended ended = Program.of("sh", "-c", "cat; pwd; echo \"$GREETING${HOME-none}\" >&2; exit 3")
                .in(directory)
                .environment("GREETING", "hi ")
                .environment("HOME", null)
                .input(input)
                .run(LIMIT);
        assertThat(ended).isEqualTo(new Program.Ended(3, "hello\n" + directory.toRealPath() + "\n", "hi none\n"));
    }

    @Test
    void aClassOfTheTestsRunsAsAProcess() {
        Program.Ended ended = Program.java(Greeting.class.getName(), "you").run(LIMIT);
        assertThat(ended).isEqualTo(new Program.Ended(0, "hello you\n", ""));
    }

    @Test
    void aLineIsAwaitedAndASignalEnds() {
        try (RunningProgram running = sleeper().heedingInterrupts().start()) {
            assertThat(running.awaitLine("ready (\\d+)", LIMIT).group(1)).isEqualTo("7");
            assertThat(running.isAlive()).isTrue();
            running.signal("INT");
            assertThat(running.awaitEnd(LIMIT).exitCode()).isEqualTo(5);
        }
    }

    @Test
    void askingAndKillingDiffer() {
        try (RunningProgram asked = sleeper().start();
                RunningProgram killed = sleeper().start()) {
            asked.awaitLine("ready", LIMIT);
            killed.awaitLine("ready", LIMIT);
            asked.terminate();
            killed.kill();
            assertThat(asked.awaitEnd(LIMIT).exitCode()).isEqualTo(4);
            assertThat(killed.awaitEnd(LIMIT).exitCode()).isEqualTo(137);
        }
    }

    @Test
    void waitingInVainIsAFailureThatShowsTheOutput() {
        try (RunningProgram running = sleeper().heedingInterrupts().start()) {
            assertThatThrownBy(() -> running.awaitLine("never", Duration.ofMillis(300)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ready 7");
            assertThatThrownBy(() -> running.awaitEnd(Duration.ofMillis(10)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still running");
        }
    }

    private static Program sleeper() {
        return Program.of(
                "bash",
                "-c",
                "trap 'exit 4' TERM; trap 'exit 5' INT; echo ready 7; for i in {1..600}; do sleep 0.1; done");
    }

    /** Says hello. */
    static final class Greeting {
        private Greeting() {}

        public static void main(String[] arguments) {
            System.out.println("hello " + arguments[0]);
        }
    }
}
