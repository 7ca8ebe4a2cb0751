package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.files.NewFile;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DatabaseCommandsTest {
    @TempDir
    private Path directory;

    private DataDirectory data;

    @BeforeEach
    void nothingIsThereYet() {
        data = new DataDirectory(directory.resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "verify", "plan", "config"})
    void lookingCreatesNothing(String command) {
        run(command);
        assertThat(data.path()).doesNotExist();
    }

    @Test
    void aDatabaseThatDoesNotExistIsUnknown() {
        Cli.Said said = run("status", "--json");
        assertThat(said.exit()).isZero();
        assertThat(said.json().get("schema_version").asString()).isEqualTo("unknown");
        assertThat(said.json().get("verification").get("ok").asBoolean()).isFalse();
        assertThat(said.json().get("pending")).isNotEmpty();
        assertThat(run("status").out()).contains("unknown", "not initialised");
        assertThat(run("verify").exit()).isEqualTo(1);
    }

    @Test
    void initCreatesTheDatabaseAndPrintsTheVersion() {
        String expected = run("status", "--json").json().get("expected_version").asString();
        Cli.Said first = run("init");
        assertThat(first.exit()).isZero();
        assertThat(first.out()).contains("schema version " + expected, "applied 001");
        JsonNode again = run("init", "--json").json();
        assertThat(again.get("schema_version").asString()).isEqualTo(expected);
        assertThat(again.get("applied")).isEmpty();
        assertThat(run("init").out()).contains("nothing to do");
    }

    @Test
    void aCurrentDatabaseIsSound() {
        run("init");
        JsonNode status = run("status", "--json", "--node", "n1").json();
        assertThat(status.get("schema_version")).isEqualTo(status.get("expected_version"));
        assertThat(status.get("verification").get("ok").asBoolean()).isTrue();
        assertThat(status.get("pending")).isEmpty();
        assertThat(status.get("node").asString()).isEqualTo("n1");
        assertThat(status.get("database").asString()).contains("dossier.db");
        assertThat(run("verify", "--deep").exit()).isZero();
        assertThat(run("verify", "--json").json().get("ok").asBoolean()).isTrue();
        assertThat(run("plan").out()).startsWith("-- nothing to do");
    }

    @Test
    void thePlanIsSql() {
        assertThat(run("plan").out()).contains("-- 001", "CREATE TABLE").contains("conversation_files");
        JsonNode plan = run("plan", "--json").json();
        assertThat(plan.get("from").asString()).isEqualTo("unknown");
        assertThat(plan.get("pending").get(0).get("version").asString()).isEqualTo("001");
    }

    @Test
    void whatIsMissingIsAFindingAndInitBringsItBack() throws SQLException {
        run("init");
        data.database().execute("DROP TABLE file_metadata");
        Cli.Said verified = run("verify");
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("Required tables missing: file_metadata");
        assertThat(run("status").exit()).isEqualTo(1);
        assertThat(run("init").out()).contains("recreated table file_metadata");
        assertThat(run("verify").exit()).isZero();
    }

    @Test
    void aDamagedFileIsRefusedInOneSentence() throws IOException {
        Files.createDirectories(data.path());
        Files.writeString(data.database().file(), "this is no database, whatever its name says".repeat(100));
        Cli.Said init = run("init");
        assertThat(init.exit()).isEqualTo(3);
        assertThat(init.out()).isEmpty();
        assertThat(init.err())
                .startsWith("dossier: Database initialization failed")
                .contains("dossier.db")
                .hasLineCount(1);
        Cli.Said status = run("status", "--json");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.json().get("verification").get("ok").asBoolean()).isFalse();
    }

    @Test
    void aMigrationIsWrittenFromTheTemplate() throws IOException {
        Path migrations = directory.resolve("migrations");
        Cli.Said said = Cli.in(directory)
                .run("new-migration", "add tags", "--directory", "migrations", "--tests", "tests", "--json");
        assertThat(said.exit()).isZero();
        assertThat(said.json().get("version").asString()).isEqualTo("001");
        assertThat(migrations.toFile().list())
                .containsExactlyInAnyOrder(
                        "001_add_tags.sqlite.sql",
                        "001_add_tags.sqlite.undo.sql",
                        "001_add_tags.postgresql.sql",
                        "001_add_tags.postgresql.undo.sql");
        assertThat(directory.resolve("tests/Migration001Test.java")).exists();
        assertThat(Cli.in(directory)
                        .run("new-migration", "%%%", "--directory", "migrations")
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void aBackupIsRestoredAndWhatWasThereIsKeptAside() throws IOException {
        run("init");
        run("backup", "copy.db");
        Files.writeString(data.database().file(), "this is no database any more".repeat(100));

        Cli.Said said = run("restore", "copy.db", "--json");

        assertThat(said.exit()).isZero();
        assertThat(said.json().get("schema_version").asString()).isEqualTo("006");
        assertThat(Files.readString(Path.of(said.json().get("saved").asString())))
                .startsWith("this is no");
        assertThat(run("verify").exit()).isZero();
        Cli.Said none = run("restore", "nowhere.db");
        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.err())
                .contains("The backup cannot be used", "there is no such file")
                .hasLineCount(1);
        assertThat(run("restore", "copy.db").out()).startsWith("restored ").contains("what it was before: ");
    }

    @Test
    void bytesThatAreMissingAreAFinding() throws IOException, SQLException {
        run("init");
        try (Dossier dossier = Dossier.open(DossierConfig.in(data.path()))) {
            dossier.initialize();
            dossier.files().createText(SessionId.of("s"), NewFile.named("a.txt"), "a");
        }
        assertThat(run("verify", "--deep").out()).contains("there and are right");
        Path blob = data.files().stream()
                .filter(file -> file.toString().contains("/blobs/"))
                .findFirst()
                .orElseThrow();
        Files.delete(blob);
        Cli.Said said = run("verify", "--json");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.json().get("content").get(0).get("problem").asString()).contains("missing");
        String file = said.json().at("/content/0/files/0").asString();
        assertThat(run("verify").out()).contains("is missing", file);
        assertThat(data.database().value("SELECT state FROM blobs"))
                .as("looking changes nothing")
                .isEqualTo("live");
        assertThat(run("doctor").exit()).isEqualTo(1);
        assertThat(run("doctor").out()).contains("damaged_bytes", "is missing", file, "--fix would");
        assertThat(data.database().value("SELECT state FROM blobs")).isEqualTo("live");
        JsonNode fixed = run("doctor", "--fix", "--json").json();
        assertThat(fixed.get("ok").asBoolean()).isFalse();
        assertThat(fixed.at("/findings/0/repaired").asBoolean()).isFalse();
        assertThat(data.database().value("SELECT state FROM blobs")).isEqualTo("quarantined");
        Files.writeString(blob, "a");
        Cli.Said whole = run("doctor", "--fix", "--deep");
        assertThat(whole.exit()).as(whole.out()).isZero();
        assertThat(whole.out()).contains("quarantined_whole", "1 findings, 1 repaired");
        assertThat(run("doctor", "--deep").out()).contains("agree, both ways");
    }

    @Test
    void theDoctorExaminesASoundDatabaseOnly() throws SQLException {
        Cli.Said absent = run("doctor", "--json");
        assertThat(absent.exit()).isEqualTo(1);
        assertThat(absent.json().get("examined").asBoolean()).isFalse();
        assertThat(data.files()).isEmpty();
        run("init");
        JsonNode status = run("status", "--json").json();
        assertThat(status.at("/scrub/round").asInt()).isZero();
        assertThat(run("status").out()).contains("scrub     not begun");
        data.database()
                .execute(
                        "UPDATE scrub_progress SET round = 1, started_at = '2026-11-20T12:00:00.000Z', checked_blobs = 7");
        assertThat(run("status").out()).contains("round 1 under way", "7 blobs");
        data.database().execute("UPDATE scrub_progress SET completed_at = '2026-11-20T13:00:00.000Z'");
        assertThat(run("status").out()).contains("round 1 complete at 2026-11-20T13:00:00Z");
    }

    @Test
    void migrationsAreTakenBackAfterABackup() {
        run("init");
        Cli.Said said = run("rollback", "001", "--json");
        assertThat(said.exit()).isZero();
        assertThat(said.json().get("schema_version").asString()).isEqualTo("001");
        assertThat(said.json().get("undone").get(0).asString()).isNotEqualTo("001");
        assertThat(Path.of(said.json().get("backup").asString())).exists();
        assertThat(run("status", "--json").json().get("pending")).isNotEmpty();
        assertThat(run("verify").out()).contains("not checked");
        assertThat(run("init").exit()).isZero();
        assertThat(run("rollback", "001").out()).contains("schema version 001", "backup");
        assertThat(run("rollback", "999").exit()).isEqualTo(3);
    }

    @Test
    void theDatabaseIsBackedUpToANewFile() {
        run("init");
        Cli.Said said = run("backup", "copy.db");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("copy.db");
        assertThat(directory.resolve("copy.db")).isNotEmptyFile();
        assertThat(run("backup", "copy.db").exit()).isEqualTo(3);
    }

    private Cli.Said run(String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "--data";
        arguments[2] = data.path().toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Cli.in(directory).run(arguments);
    }
}
