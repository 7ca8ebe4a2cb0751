package dev.dossier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.Upkeep;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.ClamdAddress;
import dev.dossier.scanning.ScannerConfig;
import dev.dossier.scanning.VirusScan;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.ScannerServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCommandTest {
    @TempDir
    private Path data;

    @TempDir
    private Path directory;

    private Cli cli() {
        return Cli.in(directory).with("DOSSIER_DATA", data.toString());
    }

    private StoredFile infected() throws Exception {
        try (ScannerServer scanner = new ScannerServer();
                Dossier dossier = Dossier.open(DossierConfig.in(data)
                        .withUpkeep(
                                Upkeep.DEFAULT.withScanner(ScannerConfig.at(ClamdAddress.parse(scanner.address())))))) {
            dossier.initialize();
            byte[] bytes = ScannerServer.VIRUS.getBytes(StandardCharsets.US_ASCII);
            StoredFile file = dossier.files()
                    .add(SessionId.of("s"), NewFile.named("a\u202etxt"), new ByteArrayInputStream(bytes));
            dossier.maintenance().virusScan().turn(VirusScan.Share.EVERYTHING);
            return file;
        }
    }

    @Test
    void whatIsHeldIsListedAndCanBePassed() throws Exception {
        StoredFile file = infected();
        Cli.Said list = cli().run("scan", "list");
        assertThat(list.exit()).as(list.err()).isZero();
        assertThat(list.out())
                .contains(file.id().value(), "infected (Eicar-Test-Signature)", "session s", "a\uFFFDtxt");
        Cli.Said json = cli().run("scan", "list", "--json");
        assertThat(json.json().path("file_id").asString()).isEqualTo(file.id().value());
        assertThat(json.json().path("scan").asString()).isEqualTo("infected");

        Cli.Said passed = cli().run("scan", "pass", file.id().value());
        assertThat(passed.exit()).as(passed.err()).isZero();
        assertThat(passed.out()).contains(file.id().value(), "passed");
        assertThat(cli().run("scan", "list").out()).isEmpty();
        Cli.Said twice = cli().run("scan", "pass", file.id().value());
        assertThat(twice.exit()).isEqualTo(1);
        assertThat(twice.err()).contains("is not held");
        assertThat(cli().run("scan", "again").out()).isEqualTo("Contents that will be scanned again: 0\n");
    }

    @Test
    void anUnknownFileIsRefused() {
        cli().run("init");
        Cli.Said said = cli().run("scan", "pass", "0123456789abcdef0123456789abcdef");
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("no file 0123456789abcdef0123456789abcdef");
    }

    @Test
    void listingCreatesNothing() {
        assertThat(cli().run("scan", "list").exit()).isZero();
        assertThat(data.toFile().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clamd.ctl", "http://127.0.0.1", "tcp:", "on"})
    void anImpossibleAddressIsRefused(String address) {
        Cli.Said said = cli().run("serve", "--clamd", address);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains(address, "--clamd", "unix:/run/clamav/clamd.ctl");
        assertThat(data.toFile().list()).isEmpty();
    }
}
