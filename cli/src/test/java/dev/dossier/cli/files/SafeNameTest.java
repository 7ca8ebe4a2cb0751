package dev.dossier.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "Größe 1.txt, Größe 1.txt",
        "../../etc/passwd, __.._etc_passwd",
        "/etc/passwd, _etc_passwd",
        "a\\b, a_b",
        "..., _",
        ".bashrc, _bashrc",
        "' ', file",
        "'', file"
    })
    void aNameStaysInItsDirectory(String name, String safe) {
        assertThat(SafeName.of(name).value()).isEqualTo(safe);
    }

    @Test
    void controlCharactersAreReplaced() {
        assertThat(SafeName.of("a\u001b[2Jb\n").value()).isEqualTo("a_[2Jb_");
    }
}
