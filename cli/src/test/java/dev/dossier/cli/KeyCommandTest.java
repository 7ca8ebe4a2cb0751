package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeyCommandTest {
    @TempDir
    private Path data;

    @TempDir
    private Path directory;

    private Cli cli() {
        return Cli.in(directory).with("DOSSIER_DATA", data.toString());
    }

    private JsonNode made(String... more) {
        String[] arguments = new String[more.length + 3];
        System.arraycopy(new String[] {"key", "create", "--json"}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        Cli.Said said = cli().run(arguments);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.json();
    }

    @Test
    void aKeyIsShownOnceAndAloneOnStandardOutput() {
        Cli.Said said = cli().run("key", "create", "ada");
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).matches("dsk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}\n");
        String secret = said.out().strip().substring(21);
        assertThat(said.err()).contains("ada", "user", "shown this once").doesNotContain(secret);
        Cli.Said list = cli().run("key", "list");
        assertThat(list.out()).contains("good", "user", "ada", "never used").doesNotContain(secret);
    }

    @Test
    void whatIsSaidOfAKeyIsKept() {
        JsonNode key = made("crawler", "--role", "service", "--expires", "90d");
        assertThat(key.path("role").asString()).isEqualTo("service");
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(key.path("expires_at").asString())))
                .isBetween(Duration.ofDays(89), Duration.ofDays(90));
        assertThat(made("ada", "--expires", "2099-01-01T00:00:00Z")
                        .path("expires_at")
                        .asString())
                .isEqualTo("2099-01-01T00:00:00Z");
        Cli.Said list = cli().run("key", "list", "--json");
        assertThat(list.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"id\":"));
        assertThat(list.out()).doesNotContain(key.path("key").asString());
    }

    @Test
    void aRevokedKeyIsListedAsThat() {
        String id = made("ada").path("id").asString();
        Cli.Said said = cli().run("key", "revoke", id);
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains(id, "revoked");
        Cli.Said unknown = cli().run("key", "revoke", "0000000000000000");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("dossier: There is no key 0000000000000000.\n");
    }

    @Test
    void listingCreatesNothing() {
        assertThat(cli().run("key", "list").out()).isEmpty();
        assertThat(data.toFile().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "0",
                "5 days",
                "2020-13-01T00:00:00Z",
                "99999999999999999999d",
                "0s",
                "2020-01-01T00:00:00Z"
            })
    void anImpossibleEndIsUsage(String end) {
        Cli.Said said = cli().run("key", "create", "ada", "--expires", end);
        assertThat(said.exit()).as(said.err()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("dossier: ").hasLineCount(1);
    }

    @Test
    void anImpossibleRoleOrNameIsUsage() {
        assertThat(cli().run("key", "create", "ada", "--role", "root").exit()).isEqualTo(2);
        assertThat(cli().run("key", "create", " ").exit()).isEqualTo(2);
        assertThat(cli().run("key", "create").exit()).isEqualTo(2);
        assertThat(cli().run("key").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "list", "revoke"})
    void everySubcommandHasHelpWithAnExample(String command) {
        Cli.Said said = cli().run("key", command, "--help");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("Usage: dossier key " + command, "Example", "--json", "--data");
    }

    @Test
    void theCommandsShowTheirKeyToTheServer() throws IOException, InterruptedException {
        String ada = made("ada").path("key").asString();
        String bob = made("bob").path("key").asString();
        Files.writeString(directory.resolve("a.txt"), "a");
        Path file = Files.writeString(directory.resolve("key"), ada + "\n");
        try (RunningServer server = RunningServer.on(data, "--authentication", "keys")) {
            Cli cli = Cli.in(directory).with("DOSSIER_SERVER", server.address());
            Cli.Said nobody = cli.run("ls");
            assertThat(nobody.exit()).isEqualTo(1);
            assertThat(nobody.err()).contains("Say who you are").hasLineCount(1);
            Cli.Said put = cli.with("DOSSIER_KEY", ada)
                    .run("put", directory.resolve("a.txt").toString(), "--session", "s");
            assertThat(put.exit()).as(put.err()).isZero();
            assertThat(cli.run("ls", "--key", "@" + file).out()).contains("s  1 files");
            assertThat(cli.run("ls", "--key", bob).out()).isEmpty();
            Cli.Said hidden = cli.with("DOSSIER_KEY", bob).run("ls", "--session", "s");
            assertThat(hidden.exit()).isEqualTo(1);
            assertThat(hidden.err()).doesNotContain(bob);
        }
        assertThat(cli().run("key", "list", "--json").out()).contains("\"last_used_at\":\"20");
    }

    @Test
    void aSecretIsNeverShown() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "two words");
        Path large = Files.write(directory.resolve("large"), new byte[5000]);
        for (String secret : new String[] {"dsk_with a blank", "dsk_with\na_line"}) {
            Cli.Said said = cli().run("ls", "--key", secret, "--verbose");
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.err()).contains("The value of key").doesNotContain("dsk_", "a_line");
        }
        for (Path path : new Path[] {empty, large, directory.resolve("missing"), directory}) {
            Cli.Said said = cli().run("ls", "--key", "@" + path, "--server", "http://127.0.0.1:1");
            assertThat(said.exit()).as(said.err()).isEqualTo(2);
            assertThat(said.err())
                    .contains(path.toString())
                    .doesNotContain("two words")
                    .hasLineCount(1);
        }
        Cli.Said config = cli().with("DOSSIER_LINK_KEY", "top-secret").run("config");
        assertThat(config.out()).contains("(hidden)").doesNotContain("top-secret");
    }
}
