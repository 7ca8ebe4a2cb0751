package dev.dossier.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void times_have_three_decimals_and_sort_as_text() {
        assertThat(Times.format(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(Times.format(Instant.parse("2026-01-02T03:04:05.1239Z"))).isEqualTo("2026-01-02T03:04:05.123Z");
    }

    @Test
    void times_of_the_reference_system_are_read_as_utc() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(Times.parse("2026-01-02T03:04:05.000Z")).isEqualTo(time);
        assertThat(Times.parse("2026-01-02 03:04:05")).isEqualTo(time);
        assertThat(Times.parse("2026-01-02T03:04:05")).isEqualTo(time);
        assertThat(Times.parse("yesterday")).isEqualTo(Instant.EPOCH);
    }
}
