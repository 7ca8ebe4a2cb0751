package dev.dossier.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Buckets of tokens")
class TokenBucketsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final TokenBuckets buckets = new TokenBuckets(new RateLimit(2, 3), nanos::get);

    private boolean takes(String whose) {
        return buckets.take(whose) instanceof TokenBuckets.Answer.Taken;
    }

    private boolean takes(String whose, int times) {
        return IntStream.range(0, times).allMatch(i -> takes(whose));
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Test
    void a_burst_is_taken_at_once_and_the_rest_at_the_rate() {
        assertThat(takes("a", 3)).isTrue();
        assertThat(takes("a")).isFalse();
        assertThat(takes("b")).isTrue();
        pass(Duration.ofMillis(499));
        assertThat(takes("a")).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(takes("a")).isTrue();
        assertThat(takes("a")).isFalse();
        pass(Duration.ofDays(1));
        assertThat(takes("a", 3)).isTrue();
        assertThat(takes("a")).isFalse();
    }

    @Test
    void an_empty_bucket_says_how_long_and_is_worth_a_notice_a_minute() {
        for (int i = 0; i < 3; i++) {
            buckets.take("a");
        }
        assertThat(buckets.take("a")).isEqualTo(new TokenBuckets.Answer.Empty(Duration.ofMillis(500), true));
        assertThat(buckets.take("a")).isEqualTo(new TokenBuckets.Answer.Empty(Duration.ofMillis(500), false));
        pass(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            buckets.take("a");
        }
        assertThat(buckets.take("a")).isEqualTo(new TokenBuckets.Answer.Empty(Duration.ofMillis(500), true));
    }

    @Test
    void without_a_limit_there_is_always_a_token() {
        TokenBuckets unlimited = new TokenBuckets(RateLimit.NONE, nanos::get);
        for (int i = 0; i < 100; i++) {
            assertThat(unlimited.take("a")).isInstanceOf(TokenBuckets.Answer.Taken.class);
        }
        assertThat(unlimited.size()).isZero();
    }

    @Test
    void full_buckets_are_forgotten_first_and_there_are_never_too_many() {
        for (int i = 0; i < 9_999; i++) {
            takes("old " + i);
        }
        pass(Duration.ofSeconds(10));
        takes("a");
        takes("a");
        takes("a");
        takes("b");
        assertThat(buckets.size()).isEqualTo(2);
        assertThat(takes("a")).isFalse();
        for (int i = 0; i < 30_000; i++) {
            takes("new " + i);
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void an_address_of_version_6_is_its_network() {
        assertThat(FailedAttempts.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(FailedAttempts.network("2001:db8:1:2:3:4:5:6")).isEqualTo("20010db800010002");
        assertThat(FailedAttempts.network("2001:db8:1:2::9")).isEqualTo("20010db800010002");
        assertThat(FailedAttempts.network("[2001:db8:1:2::9]")).isEqualTo("20010db800010002");
        assertThat(FailedAttempts.network("somewhere")).isEqualTo("somewhere");
    }
}
