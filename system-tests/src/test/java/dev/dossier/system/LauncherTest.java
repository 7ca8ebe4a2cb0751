package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import dev.dossier.testkit.SampleBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as a process, on the application that this build made. */
class LauncherTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READY =
            "^Dossier is ready at (http://127\\.0\\.0\\.1:\\d+) \\(schema \\d{3}, sqlite, \\d+\\.\\d\\d s\\)$";

    @TempDir
    private Path directory;

    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.in(directory.resolve("home"));
        Files.createDirectories(installation.application().resolve("aot"));
    }

    @Test
    void itRunsThroughLinksAndTheDataIsWhereTheUserIs() throws IOException {
        Path first = Files.createSymbolicLink(
                directory.resolve("first"), installation.home().resolve("dossier"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), first.getFileName());
        Path here = Files.createDirectory(directory.resolve("here"));
        Program.Ended ended = Program.of(second.toString(), "init").in(here).run(LIMIT);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(here.resolve("dossier-data/dossier.db")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsTheServerInGoodOrder(String signal) throws IOException {
        Program serve = installation.run("serve", "--port", "0").heedingInterrupts();
        try (RunningProgram server = serve.start()) {
            server.awaitLine(READY, LIMIT);
            server.signal(signal);
            Program.Ended ended = server.awaitEnd(LIMIT);
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.output()).hasLineCount(1);
        }
    }

    @Test
    void filesGoInAndComeOutWithAnyNameInAnyLocale() throws IOException {
        SampleBytes sample = SampleBytes.ofSize(3_000_000);
        try (RunningProgram server = installation.run("serve", "--port", "0").start()) {
            String address = server.awaitLine(READY, LIMIT).group(1);
            sample.writeTo(installation.home().resolve("elsewhere/große Liste.bin"));
            Program.Ended put = plainLocale(
                            installation.run("put", "große Liste.bin", "--session", "s", "--server", address))
                    .run(LIMIT);
            assertThat(put.exitCode()).as(put.errors()).isZero();
            assertThat(put.output()).endsWith("  große Liste.bin\n");
            assertThat(put.errors()).isEmpty();
            String id = put.output().substring(0, put.output().indexOf(' '));
            Program.Ended get = plainLocale(installation.run("get", id, "--server", address, "-o", "copy"))
                    .run(LIMIT);
            assertThat(get.exitCode()).as(get.errors()).isZero();
            assertThat(installation.home().resolve("elsewhere/copy")).hasBinaryContent(sample.bytes());
        }
    }

    @Test
    void exitCodesReachTheShell() throws IOException {
        assertThat(installation.run("verify").run(LIMIT).exitCode()).isEqualTo(1);
        assertThat(installation.run("serve", "--prot", "1").run(LIMIT).exitCode())
                .isEqualTo(2);
        Path broken = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(broken.resolve("dossier.db"), "this is no database, whatever its name says".repeat(100));
        Program.Ended ended = installation
                .run("serve", "--port", "0", "--data", broken.toString())
                .run(LIMIT);
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).contains("Database initialization failed").doesNotContain("\tat ");
        assertThat(installation
                        .run("ls", "--server", "http://127.0.0.1:1")
                        .run(LIMIT)
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void theFirstStartMakesACacheThatTheNextStartUses() throws IOException, InterruptedException {
        assertThat(installation.run("--version").run(LIMIT).exitCode()).isZero();
        Instant limit = Instant.now().plus(LIMIT);
        while (installation.caches().isEmpty() && Instant.now().isBefore(limit)) {
            Thread.sleep(Duration.ofMillis(100));
        }
        assertThat(installation.caches())
                .singleElement()
                .satisfies(cache -> assertThat(cache).isNotEmptyFile());
        Program.Ended used = installation
                .run("status", "--json")
                .environment("DOSSIER_JAVA_OPTS", "-XX:AOTMode=on")
                .run(LIMIT);
        assertThat(used.exitCode()).as(used.errors()).isZero();
        assertThat(used.output()).startsWith("{\"database\":").hasLineCount(1);

        Files.writeString(installation.caches().getFirst(), "no cache at all");
        assertThat(installation.run("--version").run(LIMIT)).isEqualTo(new Program.Ended(0, version(), ""));
    }

    @Test
    void withoutAPlaceForACacheItStartsAllTheSame() throws IOException {
        Files.delete(installation.application().resolve("aot"));
        Files.writeString(installation.application().resolve("aot"), "a file in the way");
        assertThat(installation.run("--version").run(LIMIT)).isEqualTo(new Program.Ended(0, version(), ""));
    }

    @Test
    void aChangedApplicationDoesNotUseAnOldCache() throws IOException {
        Path old = Files.writeString(installation.application().resolve("aot/1-1.aot"), "old");
        Files.setLastModifiedTime(installation.application().resolve("dossier.jar"), FileTime.from(Instant.now()));
        assertThat(installation.run("--version").run(LIMIT).exitCode()).isZero();
        assertThat(old.getParent()).isDirectory();
    }

    @Test
    void optionsReachTheJvm() throws IOException {
        Program.Ended ended = installation
                .run("config")
                .environment("DOSSIER_JAVA_OPTS", "-Xmx64m -XX:+UseParallelGC -XX:+PrintFlagsFinal")
                .run(LIMIT);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(ended.output())
                .containsPattern("MaxHeapSize +:?= 67108864")
                .containsPattern("UseParallelGC +:?= true");
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws IOException {
        Path launcher = installation.home().resolve("dossier");
        Files.writeString(launcher, Files.readString(launcher).replace("required_java=25", "required_java=99"));
        Program.Ended ended = installation.run("status").run(LIMIT);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors())
                .contains("no JDK 99 or newer", "JAVA_HOME", "Install")
                .hasLineCount(1);
    }

    @Test
    void aJdkThatIsNamedIsPreferredWhenItIsNewEnough() throws IOException {
        Path jdk = directory.resolve("named jdk");
        Path programs = Files.createDirectories(jdk.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Installation.script(programs.resolve(program), "echo named\n");
        }
        Program asked = installation.run("--version").environment("JAVA_HOME", jdk.toString());
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"99.0.1\"");
        assertThat(asked.run(LIMIT).output()).isEqualTo("named\n");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"");
        assertThat(asked.run(LIMIT).output()).isEqualTo(version());
    }

    private String version() {
        return "dossier 0.1.0 (Java " + Runtime.version().feature() + ")\n";
    }

    private static Program plainLocale(Program program) {
        return program.environment("LANG", null).environment("LC_CTYPE", null).environment("LC_ALL", "POSIX");
    }
}
