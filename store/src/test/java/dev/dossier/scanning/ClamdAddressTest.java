package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.errors.InvalidValueException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClamdAddressTest {
    @Test
    void a_socket_or_a_port() {
        assertThat(ClamdAddress.parse("unix:/run/clamav/clamd.ctl"))
                .isEqualTo(new ClamdAddress.Unix(Path.of("/run/clamav/clamd.ctl")))
                .hasToString("unix:/run/clamav/clamd.ctl");
        assertThat(ClamdAddress.parse("tcp:scanner.example:4000"))
                .isEqualTo(new ClamdAddress.Tcp("scanner.example", 4000))
                .hasToString("tcp:scanner.example:4000");
        assertThat(ClamdAddress.parse("tcp:127.0.0.1")).isEqualTo(new ClamdAddress.Tcp("127.0.0.1", 3310));
        assertThat(ClamdAddress.parse("tcp:[::1]:3310")).isEqualTo(new ClamdAddress.Tcp("[::1]", 3310));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "off",
                "unix:",
                "unix:\0",
                "tcp:",
                "tcp::3310",
                "tcp:host:0",
                "tcp:host:65536",
                "tcp:host:x",
                "tcp:host/path",
                "tcp:user@host",
                "tcp:host?query",
                "http://host",
                "/run/clamd.ctl",
                "tcp:a b"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> ClamdAddress.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("unix:/run/clamav/clamd.ctl");
    }
}
