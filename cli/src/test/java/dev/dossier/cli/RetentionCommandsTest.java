package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RetentionCommandsTest {
    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = RunningServer.on(data, "--keep-screenshot", "7d", "--quota", "1GB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Cli.Said run(String... arguments) {
        return Cli.in(directory).with("DOSSIER_SERVER", server.address()).run(arguments);
    }

    private String put(String name) throws IOException {
        Files.writeString(directory.resolve(name), name);
        return run("put", name, "--session", "s-1", "--json")
                .json()
                .get("file_id")
                .asString();
    }

    @Test
    void aHoldIsPlacedSeenAndReleased() throws IOException {
        String id = put("a.txt");
        Cli.Said held = run("hold", "--file", id, "--reason", "case 1", "--json");
        assertThat(held.exit()).as(held.err()).isZero();
        String hold = held.json().get("hold_id").asString();
        Cli.Said refused = run("rm", id);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("legal hold");
        assertThat(run("holds").out()).contains(hold, "file " + id, "case 1");
        assertThat(run("release", hold).out()).contains("(released)");
        assertThat(run("release", hold).exit()).isEqualTo(1);
        assertThat(run("holds").out()).isEmpty();
        assertThat(run("holds", "--all", "--json").json().get("hold_id").asString())
                .isEqualTo(hold);
        assertThat(run("rm", id).exit()).isZero();
        assertThat(run("hold", "--session", "s-1", "--reason", "r").out()).contains("session s-1");
        assertThat(run("hold", "--person", "ada", "--reason", "r").out()).contains("person ada");
        for (String line : run("holds").out().lines().toList()) {
            run("release", line.substring(0, line.indexOf(' ')));
        }
        assertThat(run("hold", "--reason", "r").exit()).isEqualTo(2);
        assertThat(run("hold", "--file", id).exit()).isEqualTo(2);
    }

    @Test
    void theRulesOfASessionAreShownAndSet() throws IOException {
        put("b.txt");
        assertThat(run("keep", "s-1", "--reset").out()).contains("as the configuration says");
        JsonNode set = run("keep", "s-1", "--upload", "30d", "--generated", "forever", "--json")
                .json();
        assertThat(set.at("/keep_seconds/upload").asLong()).isEqualTo(2_592_000);
        assertThat(set.at("/keep_seconds/generated").isNull()).isTrue();
        assertThat(run("keep", "s-1", "--screenshot", "1h").out())
                .contains("generated   forever", "screenshot  3600 s", "upload      2592000 s");
        assertThat(run("keep", "s-1", "--upload", "soon").exit()).isEqualTo(2);
        assertThat(run("keep", "nowhere").exit()).isEqualTo(1);
        run("keep", "s-1", "--reset");
    }

    @Test
    void aPersonIsErasedOnceThatIsConfirmed() throws IOException {
        String id = put("c.txt");
        assertThat(run("erase", "local").exit()).isEqualTo(2);
        Cli.Said erased = run("erase", "local", "--yes");
        assertThat(erased.exit()).as(erased.err()).isZero();
        assertThat(erased.out()).contains("gone, looked for", "1 sessions");
        assertThat(run("get", id).exit()).isEqualTo(1);
        assertThat(run("erase", "local", "--yes", "--json")
                        .json()
                        .at("/removed/files")
                        .asInt())
                .isZero();
    }
}
