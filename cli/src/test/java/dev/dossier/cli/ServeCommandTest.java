package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Web;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
