package dev.dossier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.access.Actor;
import dev.dossier.files.NewFile;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R34 the access log on the command line")
class AuditCommandTest {
    @TempDir
    private Path data;

    @TempDir
    private Path directory;

    private Cli cli() {
        return Cli.in(directory).with("DOSSIER_DATA", data.toString());
    }

    @BeforeEach
    void threeUploads() throws IOException {
        try (Dossier dossier = Dossier.open(DossierConfig.in(data).withNode("node-1"))) {
            dossier.initialize();
            for (String person : new String[] {"ada", "bob", "ada"}) {
                dossier.files()
                        .as(Actor.named(person).from("192.0.2.7"))
                        .add(
                                SessionId.of("of-" + person),
                                NewFile.named("a\u202etxt.exe"),
                                new ByteArrayInputStream(person.getBytes(UTF_8)));
            }
        }
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("dossier.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void anIntactLogIsSaidToBeSo() {
        Cli.Said said = cli().run("audit", "verify");
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).isEqualTo("Intact: 4 entries in 1 chain\n");
        assertThat(cli().run("audit", "verify", "--json").json().path("intact").asBoolean())
                .isTrue();
    }

    @Test
    void whatWasTamperedWithIsNamed() throws SQLException {
        tamper("UPDATE file_access_log SET accessed_by = 'eve' WHERE sequence = 3");
        Cli.Said said = cli().run("audit", "verify");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("changed in the chain of node-1, at 3", "Tampered with: 1 findings");
    }

    @Test
    void headsThatWereKeptShowWhatWasCutOff() throws Exception {
        Cli.Said heads = cli().run("audit", "heads", "--json");
        Path kept = Files.writeString(directory.resolve("heads.jsonl"), heads.out());
        assertThat(cli().run("audit", "verify", "--heads", kept.toString()).exit())
                .isZero();
        tamper("DELETE FROM file_access_log WHERE sequence = 4");
        assertThat(cli().run("audit", "verify").exit()).isZero();
        Cli.Said said = cli().run("audit", "verify", "--heads", kept.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("removed", "ends before");
    }

    @Test
    void theLogIsSearchedAndExported() {
        Cli.Said adas = cli().run("audit", "search", "--actor", "ada");
        assertThat(adas.out().lines()).hasSize(2).allMatch(line -> line.contains("done upload ada from 192.0.2.7"));
        assertThat(adas.out()).as("nobody's file name steers a terminal").doesNotContain("\u202e");
        assertThat(cli().run("audit", "search", "--since", "1d", "--limit", "1")
                        .out()
                        .lines())
                .hasSize(1);
        assertThat(cli().run("audit", "search", "--until", "1d").out()).isEmpty();
        Cli.Said exported = cli().run("audit", "export", "--type", "upload");
        assertThat(exported.out().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"id\":") && line.contains("\"address\":\"192.0.2.7\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"audit search --since soon", "audit search --limit 0", "audit verify --heads nowhere.jsonl"})
    void badInputIsNamed(String line) {
        Cli.Said said = cli().run(line.split(" "));
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() {
        Cli.Said said = Cli.in(directory)
                .with("DOSSIER_DATA", directory.resolve("none").toString())
                .run("audit", "verify");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("dossier init");
        assertThat(directory.resolve("none")).doesNotExist();
    }
}
