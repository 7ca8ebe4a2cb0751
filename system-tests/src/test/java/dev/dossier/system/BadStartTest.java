package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.SampleBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start cannot work with: the right exit code, one clear sentence, and everything as it was. */
class BadStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("R11 R15: a database file full of garbage: exit 3, and the file is not touched")
    void garbage() throws IOException {
        byte[] garbage = SampleBytes.ofSize(20_000).bytes();
        Path database = Files.write(data().resolve("dossier.db"), garbage);
        for (String command : List.of("init", "serve")) {
            Program.Ended ended = run(command);
            assertThat(ended.exitCode()).isEqualTo(3);
            oneSentence(ended, "Database initialization failed", "dossier.db");
            assertThat(database).hasBinaryContent(garbage);
            onlyTheDatabaseIsThere();
        }
        assertThat(run("status").exitCode()).isEqualTo(1);
        assertThat(database).hasBinaryContent(garbage);
        onlyTheDatabaseIsThere();
    }

    @Test
    @DisplayName("R11 R15: a truncated database file: exit 3, and the file is not touched")
    void truncated() throws IOException {
        assertThat(run("init").exitCode()).isZero();
        Path database = data().resolve("dossier.db");
        byte[] whole = Files.readAllBytes(database);
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2 + 100);
        Files.write(database, half);
        List<Path> before = new DataDirectory(data()).files();

        Program.Ended ended = run("serve");

        assertThat(ended.exitCode()).isEqualTo(3);
        oneSentence(ended, "Database initialization failed", "dossier.db");
        assertThat(database).hasBinaryContent(half);
        assertThat(new DataDirectory(data()).files()).isEqualTo(before);
    }

    @Test
    @DisplayName("R18: an older program meets a newer database: refused with both versions, and nothing is touched")
    void aNewerDatabase() throws IOException, SQLException {
        assertThat(run("init").exitCode()).isZero();
        DataDirectory data = new DataDirectory(data());
        String ours = data.database().value("SELECT max(version) FROM schema_migrations");
        data.database()
                .execute("INSERT INTO schema_migrations (version, description, applied_at, compatible_from)"
                        + " VALUES ('901', 'from the future', CURRENT_TIMESTAMP, '900')");

        Program.Ended ended = run("serve");

        assertThat(ended.exitCode()).isEqualTo(3);
        oneSentence(ended, "901", ours);
        assertThat(data.database().value("SELECT max(version) FROM schema_migrations"))
                .isEqualTo("901");
    }

    @Test
    @DisplayName("R18: an older program runs on a newer database that says it may")
    void aNewerCompatibleDatabase() throws IOException, SQLException {
        assertThat(run("init").exitCode()).isZero();
        DataDirectory data = new DataDirectory(data());
        data.database()
                .execute("INSERT INTO schema_migrations (version, description, applied_at, compatible_from)"
                        + " VALUES ('901', 'from the future', CURRENT_TIMESTAMP, '001')");
        try (Node node = Application.packaged().serve(data())) {
            assertThat(node.schemaVersion()).isEqualTo("901");
            assertThat(node.web()
                            .post("/api/sessions/s/files?name=a.txt", new byte[] {'a'})
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    @DisplayName("R15: a port that is taken: exit 1, one sentence")
    void portTaken() throws IOException {
        try (Node first = Application.packaged().serve(data())) {
            String port = Integer.toString(first.web().address().getPort());
            Program.Ended ended = Application.packaged()
                    .command(
                            "serve",
                            "--port",
                            port,
                            "--data",
                            directory.resolve("other").toString())
                    .run(PATIENCE);
            assertThat(ended.exitCode()).isEqualTo(1);
            oneSentence(ended, port, "in use");
            assertThat(first.web().get("/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("An unknown flag: exit 2, one sentence that names it, and nothing is created")
    void unknownFlag() {
        Program.Ended ended = Application.packaged()
                .command(
                        "serve",
                        "--prot",
                        "0",
                        "--data",
                        directory.resolve("new").toString())
                .run(PATIENCE);
        assertThat(ended.exitCode()).isEqualTo(2);
        oneSentence(ended, "--prot", "--port");
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    @DisplayName("An unknown key in the configuration file: exit 2, one sentence that names it, and nothing is created")
    void unknownKey() throws IOException {
        Path file = Files.writeString(directory.resolve("dossier.properties"), "prot=0\n");
        Program.Ended ended = Application.packaged()
                .command("serve", "--data", directory.resolve("new").toString(), "--config", file.toString())
                .run(PATIENCE);
        assertThat(ended.exitCode()).isEqualTo(2);
        oneSentence(ended, "prot", "dossier.properties");
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    @DisplayName("An unknown variable and an impossible value: exit 2, one sentence that names it")
    void unknownVariable() throws IOException {
        Program.Ended variable = Application.packaged()
                .start(data())
                .environment("DOSSIER_PROT", "0")
                .run(PATIENCE);
        assertThat(variable.exitCode()).isEqualTo(2);
        oneSentence(variable, "DOSSIER_PROT");
        Program.Ended value =
                Application.packaged().start(data(), "--access-mode", "perhaps").run(PATIENCE);
        assertThat(value.exitCode()).isEqualTo(2);
        oneSentence(value, "access-mode", "perhaps");
    }

    @Test
    @DisplayName("A server that nobody could authenticate at does not listen to others")
    void notForOthers() throws IOException {
        Program.Ended ended =
                Application.packaged().start(data(), "--host", "0.0.0.0").run(PATIENCE);
        assertThat(ended.exitCode()).isEqualTo(2);
        oneSentence(ended, "0.0.0.0");
    }

    private Path data() throws IOException {
        return Files.createDirectories(directory.resolve("data"));
    }

    private Program.Ended run(String command) throws IOException {
        Program program = command.equals("serve")
                ? Application.packaged().start(data())
                : Application.packaged().command(command, "--data", data().toString());
        return program.run(PATIENCE);
    }

    private void onlyTheDatabaseIsThere() throws IOException {
        assertThat(new DataDirectory(data()).files()).containsExactly(data().resolve("dossier.db"));
    }

    /** Standard output is for results; standard error has one line, perhaps below lines of the log. */
    private static void oneSentence(Program.Ended ended, String... words) {
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines().filter(line -> line.startsWith("dossier: ")))
                .as(ended.errors())
                .singleElement()
                .satisfies(line -> assertThat(line).contains(words));
        assertThat(ended.errors()).doesNotContain("\tat ", "Exception");
    }
}
