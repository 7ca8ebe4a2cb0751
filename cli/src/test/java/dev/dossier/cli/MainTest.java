package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    private Path directory;

    @Test
    void theHelpShowsTheCommandsAndExamples() {
        Cli.Said said = Cli.in(directory).run("--help");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains(
                        "serve",
                        "init",
                        "status",
                        "verify",
                        "plan",
                        "config",
                        "new-migration",
                        "rollback",
                        "backup",
                        "restore")
                .contains("put", "get", "ls", "rm", "restore-file", "Examples:", "Exit codes:")
                .doesNotContain("rehearse");
        assertThat(said.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "init",
                "status",
                "verify",
                "plan",
                "config",
                "key",
                "put",
                "get",
                "ls",
                "rm",
                "restore-file",
                "new-migration",
                "rollback",
                "backup",
                "restore"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        Cli.Said said = Cli.in(directory).run(command, "--help");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("Usage: dossier " + command, "Example", "  dossier " + command, "--json");
    }

    @Test
    void theVersionIsShown() {
        Cli.Said said = Cli.in(directory).run("--version");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).matches("dossier .+ \\(Java \\d+\\)\\R");
    }

    @Test
    void anUnknownFlagIsUsageWithASuggestion() {
        Cli.Said said = Cli.in(directory).run("serve", "--prot", "1");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .isEqualTo("dossier: Unknown option \"--prot\". Did you mean --port? Try \"dossier serve --help\".\n");
    }

    @Test
    void anUnknownCommandIsUsageWithASuggestion() {
        Cli.Said said = Cli.in(directory).run("statsu");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("Unknown command \"statsu\". Did you mean status?");
    }

    @Test
    void aWordTooManyIsUsage() {
        Cli.Said said = Cli.in(directory).run("status", "extra");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("Unknown argument \"extra\"");
    }

    @Test
    void noCommandIsUsage() {
        Cli.Said said = Cli.in(directory).run();
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("dossier --help");
    }

    @Test
    void aMissingArgumentIsUsage() {
        Cli.Said said = Cli.in(directory).run("put", "file");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("--session", "dossier put --help");
    }

    @Test
    void aWrongSettingIsUsageAndOneSentence() {
        Cli.Said said = Cli.in(directory).with("DOSSIER_PROT", "1").run("status");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .startsWith("dossier: Unknown environment variable DOSSIER_PROT.")
                .hasLineCount(1);
    }

    @Test
    void whereAFailureComesFromIsShownOnRequestOnly() {
        Cli cli = Cli.in(directory);
        assertThat(cli.run("config", "--config", "missing").err()).hasLineCount(1);
        assertThat(cli.run("config", "--config", "missing", "--verbose").err()).contains("\tat dev.dossier");
    }

    @Test
    void testsAreRunByTheLauncher() {
        Cli.Said said = Cli.in(directory).run("test", "-pl", "cli");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("./dossier test");
    }

    @Test
    void theConfigurationShowsValuesAndOriginsWithoutSecrets() {
        Cli cli = Cli.in(directory).with("DOSSIER_KEY", "top-secret").with("DOSSIER_PORT", "9000");
        String[] config = {"config", "--data", directory.toString()};
        assertThat(cli.run(config).out())
                .contains(
                        "data             = " + directory,
                        "# flag --data",
                        "9000",
                        "# environment DOSSIER_PORT",
                        "(hidden)")
                .doesNotContain("top-secret");
        Cli.Said json = cli.run("config", "--data", directory.toString(), "--json");
        assertThat(json.out()).hasLineCount(1);
        assertThat(json.json().at("/port/value").asString()).isEqualTo("9000");
        assertThat(json.json().at("/retention/origin").asString()).isEqualTo("default");
    }
}
