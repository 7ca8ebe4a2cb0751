package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Web;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
    @TempDir
    private Path directory;

    @Test
    void itServesUntilItIsStopped() throws InterruptedException {
        try (RunningServer server = RunningServer.on(directory, "--log-level", "error", "--log-format", "json");
                Web web = Web.at(server.address())) {
            assertThat(web.get("/api/health").status()).isEqualTo(200);
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void aPortThatIsTakenIsOneSentence() throws InterruptedException {
        try (RunningServer server = RunningServer.on(directory.resolve("a"))) {
            String port = Integer.toString(URI.create(server.address()).getPort());
            Cli.Said said = Cli.in(directory)
                    .run(
                            "serve",
                            "--port",
                            port,
                            "--data",
                            directory.resolve("b").toString());
            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.out()).isEmpty();
            assertThat(said.err()).contains(port).hasLineCount(1);
        }
    }

    @Test
    void othersAreKeptOutWhileNobodyHasToSayWhoTheyAre() {
        Cli.Said said =
                Cli.in(directory).run("serve", "--host", "0.0.0.0", "--port", "0", "--data", directory.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("0.0.0.0").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--authentication, password",
        "--authentication, ''",
        "--access-mode, off",
        "--rate-limit, -1",
        "--rate-burst, 0",
        "--auth-failures, 0",
        "--link-key, short",
        "--link-lifetime, 30d",
        "--thumbnails, 65",
        "--jwt-algorithms, none",
        "--jwt-clock-skew, 1h",
        "--jwt-jwks-url, http://192.0.2.1/",
        "--jwt-jwks-url, 'not a url'",
        "--jwt-audience, ''"
    })
    void whatCannotBeRefusesToStart(String flag, String value) {
        Map<String, String> flags = new LinkedHashMap<>(Map.of(
                "--port", "0",
                "--data", directory.toString(),
                "--authentication", "jwt",
                "--jwt-issuer", "i",
                "--jwt-audience", "a",
                "--jwt-jwks-url", "https://issuer.example/keys"));
        flags.put(flag, value);
        List<String> arguments = new ArrayList<>(List.of("serve"));
        flags.forEach((name, text) -> arguments.addAll(List.of(name, text)));
        Cli.Said said = Cli.in(directory).run(arguments.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("dossier: ").hasLineCount(1);
        assertThat(directory.toFile().list()).isEmpty();
    }

    @Test
    void tokensAreAskedForToo() throws InterruptedException {
        try (RunningServer server = RunningServer.on(
                        directory,
                        "--authentication",
                        "keys,jwt",
                        "--jwt-issuer",
                        "https://issuer.example",
                        "--jwt-audience",
                        "dossier",
                        "--jwt-jwks-url",
                        "http://127.0.0.1:1/keys",
                        "--rate-limit",
                        "0",
                        "--host",
                        "0.0.0.0");
                Web web = Web.at(server.address().replace("0.0.0.0", "127.0.0.1"))) {
            assertThat(web.get("/api/sessions").status()).isEqualTo(401);
            assertThat(web.get("/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void aDatabaseThatCannotBeInitialisedEndsTheStart() throws IOException {
        Files.writeString(directory.resolve("dossier.db"), "this is no database, whatever its name says".repeat(100));
        Cli.Said said = Cli.in(directory).run("serve", "--port", "0", "--data", directory.toString());
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .startsWith("dossier: Database initialization failed")
                .hasLineCount(1);
    }

    @Test
    void theRehearsalGoesThroughEverything() {
        Cli.Said said =
                Cli.in(directory).run("rehearse", directory.resolve("new").toString());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(directory.resolve("new/a.txt")).hasContent("rehearsal");
    }
}
