package dev.dossier.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.access.AccessMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    private Path data;

    @Test
    void nobodySaysAnything() {
        Settings settings = Settings.decide(Map.of(Setting.DATA, data.toString()), Map.of(), Optional.empty());
        assertThat(settings.store()).isEqualTo(DossierConfig.in(data));
        assertThat(settings.port()).isEqualTo(8420);
        assertThat(settings.server()).isEqualTo(URI.create("http://127.0.0.1:8420"));
        assertThat(settings.key()).isEmpty();
        assertThat(settings.period(Setting.DRAIN_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void flagsAreOverTheEnvironmentOverTheFileOverDefaults() throws IOException {
        Files.writeString(data.resolve("dossier.properties"), "host=file\nport=1\nnode=file\n");
        Settings settings = Settings.decide(
                Map.of(Setting.DATA, data.toString(), Setting.NODE, "flag"),
                Map.of("DOSSIER_PORT", "2", "DOSSIER_NODE", "environment", "HOME", "/root"),
                Optional.empty());
        assertThat(settings.text(Setting.NODE)).isEqualTo("flag");
        assertThat(settings.port()).isEqualTo(2);
        assertThat(settings.text(Setting.HOST)).isEqualTo("file");
        assertThat(settings.all())
                .extracting(chosen -> chosen.origin().toString())
                .contains(
                        "flag --node",
                        "environment DOSSIER_PORT",
                        "file " + data.resolve("dossier.properties"),
                        "default");
    }

    @Test
    void aFileCanBeNamed() throws IOException {
        Path file = Files.writeString(
                data.resolve("other"),
                "data=%s\naccess-mode=enforced\nretention=2h\naudit-retention=5m\norphan-grace=0s\ndatabase-wait=500ms\ndatabase-url=jdbc:sqlite:x\n"
                        .formatted(data));
        DossierConfig expected = DossierConfig.in(data)
                .withAccessMode(AccessMode.ENFORCED)
                .withGrace(new GracePeriods(Duration.ofHours(2), Duration.ofMinutes(5), Duration.ZERO))
                .withDatabaseWait(Duration.ofMillis(500))
                .withDatabaseUrl("jdbc:sqlite:x");
        assertThat(Settings.decide(Map.of(), Map.of(), Optional.of(file)).store())
                .isEqualTo(expected);
        assertThat(Settings.decide(Map.of(), Map.of("DOSSIER_CONFIG", file.toString()), Optional.empty())
                        .store())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "512MB, 536870912",
        "512mb, 536870912",
        "8GB, 8589934592",
        "8 GiB, 8589934592",
        "10K, 10240",
        "7B, 7",
        "1TB, 1099511627776",
        "none, 9223372036854775807"
    })
    void sizesAreWrittenAsPeopleDo(String text, long sizeBytes) {
        assertThat(decide(Setting.MAX_FILE_SIZE, text).store().largestFileBytes())
                .isEqualTo(sizeBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 65536",
        "PORT, -1",
        "PORT, many",
        "MAX_FILE_SIZE, 0",
        "MAX_FILE_SIZE, -5MB",
        "MAX_FILE_SIZE, 9999999999TB",
        "RETENTION, 3 weeks",
        "RETENTION, -1d",
        "RETENTION, 9223372036854775807d",
        "AUDIT_RETENTION, 0d",
        "ACCESS_MODE, off",
        "LOG_LEVEL, loud",
        "LOG_FORMAT, xml",
        "NODE, ' '",
        "DATA, ''",
        "SERVER, localhost:8420",
        "SERVER, ftp://localhost",
        "BLOBS, s3://bucket"
    })
    void anImpossibleValueIsNamed(Setting setting, String text) {
        assertThatThrownBy(() -> decide(setting, text))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(
                        "\"%s\" is no possible value of %s (flag %s)", text, setting.key(), setting.flag());
    }

    @Test
    void theOriginOfAnImpossibleValueIsNamed() {
        assertThatThrownBy(() -> Settings.decide(
                        Map.of(Setting.DATA, data.toString()), Map.of("DOSSIER_PORT", "x"), Optional.empty()))
                .hasMessage("\"x\" is no possible value of port (environment DOSSIER_PORT):"
                        + " use a whole number from 0 to 65535; 0 takes any free port.");
    }

    @Test
    void whatIsUnknownIsNamedWithWhatIsKnown() throws IOException {
        assertThatThrownBy(() -> Settings.decide(Map.of(), Map.of("DOSSIER_PROT", "1"), Optional.empty()))
                .hasMessageStartingWith("Unknown environment variable DOSSIER_PROT.")
                .hasMessageContaining("DOSSIER_JAVA_OPTS")
                .hasMessageContaining("DOSSIER_PORT");
        Files.writeString(data.resolve("dossier.properties"), "prot=1\n");
        assertThatThrownBy(() -> decide(Setting.DATA, data.toString()))
                .hasMessageStartingWith("Unknown key \"prot\" in " + data.resolve("dossier.properties"))
                .hasMessageContaining("port");
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        Path missing = data.resolve("missing");
        assertThatThrownBy(() -> Settings.decide(Map.of(), Map.of(), Optional.of(missing)))
                .hasMessage("The configuration file %s cannot be read: it does not exist.", missing);
        Path binary = Files.write(data.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xff});
        assertThatThrownBy(() -> Settings.decide(Map.of(), Map.of(), Optional.of(binary)))
                .hasMessageContaining("it is not UTF-8 text");
        Files.writeString(data.resolve("dossier.properties"), "data=elsewhere\n");
        assertThatThrownBy(() -> decide(Setting.DATA, data.toString()))
                .hasMessageContaining("the file is found through it");
    }

    @Test
    void secretsAreHidden() {
        assertThat(chosen(Setting.KEY, "top-secret").shown()).isEqualTo("(hidden)");
        assertThat(chosen(Setting.KEY, "").shown()).isEmpty();
        assertThat(chosen(Setting.DATABASE_URL, "jdbc:postgresql://h/d?user=ada&password=pw&ssl=true")
                        .shown())
                .isEqualTo("jdbc:postgresql://h/d?user=ada&password=(hidden)&ssl=true");
        assertThat(chosen(Setting.SERVER, "http://ada:pw@host/").shown()).isEqualTo("http://(hidden)@host/");
    }

    private Settings decide(Setting setting, String text) {
        Map<Setting, String> flags = new HashMap<>(Map.of(Setting.DATA, data.toString()));
        flags.put(setting, text);
        return Settings.decide(flags, Map.of(), Optional.empty());
    }

    private static Chosen chosen(Setting setting, String text) {
        return new Chosen(setting, text, new Origin.Default());
    }
}
