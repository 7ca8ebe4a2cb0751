package dev.dossier.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartDispositionTest {
    @ParameterizedTest
    @DisplayName("R8: a file's name is read as its sender wrote it")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=\"file\"; filename=\"a.txt\" | a.txt",
                "form-data; name=file; filename=a.txt; x=y | a.txt",
                "form-data; FileName = \"a.txt\"; name=\"file\" | a.txt",
                "form-data; name=\"file\"; filename=\"a;b=\\\"c\\\".txt\" | a;b=\"c\".txt",
                "form-data; name=\"file\"; filename=\"%22a%22 100%.txt\" | \"a\" 100%.txt",
                "form-data; name=\"; filename=fooled\"; filename=\"a.txt\" | a.txt",
                "form-data; name=\"file\"; filename*=UTF-8''%E2%82%AC+1.txt | €+1.txt",
                "form-data; name=\"file\"; filename=\"b\"; filename*=utf-8''a | a",
                "form-data; name=\"file\"; filename=\"b\"; filename*=utf-8''%zz | b",
                "form-data; name=\"file\"; filename=\"b\"; filename*=latin1''a | b",
                "form-data; name=\"file\"; filename=\"C:\\dir\\x.txt\" | C:\\dir\\x.txt"
            })
    void names(String disposition, String name) {
        assertThat(PartDisposition.fileName(disposition)).isEqualTo(name);
    }

    @Test
    @DisplayName("Spaces and control characters are not trimmed away, and no name is no name")
    void edges() {
        assertThat(PartDisposition.fileName("form-data; filename=\" a \u0007\""))
                .isEqualTo(" a \u0007");
        assertThat(PartDisposition.fileName("form-data; filename=\"\"")).isEmpty();
        assertThat(PartDisposition.fileName("form-data; name=\"file\"")).isNull();
        assertThat(PartDisposition.fileName("form-data; filename=\"a%0D%0Ab\"")).isEqualTo("a\r\nb");
    }
}
