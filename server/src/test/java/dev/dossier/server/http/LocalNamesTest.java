package dev.dossier.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Names under which a server without authentication answers")
class LocalNamesTest {
    private final LocalNames names = new LocalNames("Files.Local");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8420",
                "127.1.2.3:1",
                "localhost",
                "LOCALHOST:80",
                "app.localhost:80",
                "[::1]:8420",
                "10.0.0.1",
                "nas:8420",
                "files.local",
                "files.local:8420"
            })
    void names_of_this_machine(String host) {
        assertThat(names.contains(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8420",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "files.local.evil.example",
                "1.2.3.4.example:80"
            })
    void names_of_others(String host) {
        assertThat(names.contains(host)).isFalse();
    }

    @Test
    void no_name_at_all() {
        assertThat(names.contains(null)).isTrue();
    }
}
