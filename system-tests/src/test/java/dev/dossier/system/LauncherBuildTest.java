package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, and when it does not; a script that takes a while stands in for Maven. */
class LauncherBuildTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BUILD = "cd \"$(dirname \"$0\")/..\"\necho \"$*\" >> builds\nsleep 1\n";

    @TempDir
    private Path home;

    @Test
    void itBuildsWhenTheApplicationIsMissingAndWhenItIsOlderThanItsSources() throws IOException {
        Installation installation = Installation.ofSources(home, BUILD + Installation.delivery());
        Program.Ended first = version(installation);
        assertThat(first.exitCode()).as(first.errors()).isZero();
        assertThat(first.errors()).contains("building the application").hasLineCount(1);
        assertThat(version(installation).errors()).isEmpty();
        Path source = Files.writeString(home.resolve("cli/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(version(installation).errors()).contains("building");
        assertThat(home.resolve("builds")).content().contains("package").hasLineCount(2);
    }

    @Test
    void twoLaunchersBuildOnce() throws IOException {
        Installation installation = Installation.ofSources(home, BUILD + Installation.delivery());
        try (RunningProgram one = installation.run("--version").start();
                RunningProgram two = installation.run("--version").start()) {
            assertThat(one.awaitEnd(LIMIT).exitCode()).isZero();
            assertThat(two.awaitEnd(LIMIT).exitCode()).isZero();
        }
        assertThat(home.resolve("builds")).content().hasLineCount(1);
    }

    @Test
    void aBuildThatWasKilledIsRepeated() throws IOException, InterruptedException {
        Installation installation =
                Installation.ofSources(home, BUILD + Installation.delivery() + "touch delivered; exec sleep 60\n");
        try (RunningProgram killed = installation.run("--version").start()) {
            Instant limit = Instant.now().plus(LIMIT);
            while (!Files.exists(home.resolve("delivered")) && Instant.now().isBefore(limit)) {
                Thread.sleep(Duration.ofMillis(50));
            }
            assertThat(killed.isAlive()).isTrue();
        }
        Installation.script(home.resolve("tools/mvn"), BUILD + Installation.delivery());
        Program.Ended ended = version(installation);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertThat(home.resolve("builds")).content().hasLineCount(2);
    }

    @Test
    void aBuildThatFailsShowsWhy() throws IOException {
        Installation installation = Installation.ofSources(home, "echo '[ERROR] a semicolon is missing'; exit 1\n");
        Program.Ended ended = version(installation);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).contains("a semicolon is missing", "the build failed");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws IOException {
        Program.Ended ended = version(Installation.ofSources(home, ""));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors())
                .contains("Maven (mvn) was not found", "Install it")
                .doesNotContain("the build failed");
    }

    @Test
    void testsEndWithASummaryOfTheirCoverage() throws IOException {
        String report =
                "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED\\n"
                        + "g,p,A,0,0,0,0,1,19\\ng,p,B,0,0,0,0,9,71\\n";
        Installation installation = Installation.ofSources(
                home,
                BUILD + "mkdir -p cli/target/site/jacoco; printf '" + report
                        + "' > cli/target/site/jacoco/jacoco.csv\necho '[INFO] Tests run: 7, Failures: 1'\nexit 1\n");
        Program.Ended ended = installation.run("test", "-pl", "cli").run(LIMIT);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(home.resolve("builds")).content().contains("verify -pl cli");
        assertThat(ended.output())
                .contains("[INFO] Tests run: 7, Failures: 1", "Lines covered")
                .containsPattern("cli +90\\.0 %  \\(90 of 100\\)");
    }

    private static Program.Ended version(Installation installation) throws IOException {
        return installation.run("--version").run(LIMIT);
    }
}
