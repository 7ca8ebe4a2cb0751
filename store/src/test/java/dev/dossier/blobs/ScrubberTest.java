package dev.dossier.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.Maintenance;
import dev.dossier.TestStore;
import dev.dossier.Upkeep;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("All stored bytes are read again in the background")
class ScrubberTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path directory;

    private TestStore store(long bytesPerSecond) {
        return TestStore.with(
                DossierConfig.in(directory).withUpkeep(Upkeep.DEFAULT.withScrub(new ScrubPace(bytesPerSecond, WEEK))));
    }

    @Test
    void a_round_reads_everything_and_the_next_one_waits_for_its_time() throws Exception {
        try (TestStore store = store(1L << 40)) {
            store.add("a", "one");
            store.add("b", "three");
            Maintenance maintenance = store.dossier().maintenance();
            assertThat(maintenance.scrubProgress().round()).isZero();
            assertThat(maintenance.scrub(LONG).nextDuration()).isEqualTo(WEEK);
            ScrubProgress first = store.dossier().scrubProgress();
            assertThat(first).isEqualTo(new ScrubProgress(1, "", store.now(), store.now(), 2, 8, 0));
            assertThat(first.isUnderWay()).isFalse();
            store.pass(Duration.ofDays(1));
            assertThat(maintenance.scrub(LONG).nextDuration()).isEqualTo(Duration.ofDays(6));
            store.pass(Duration.ofDays(6));
            assertThat(maintenance.scrub(LONG).nextDuration()).isEqualTo(WEEK);
            assertThat(maintenance.scrubProgress().round()).isEqualTo(2);
        }
    }

    @Test
    void damage_is_quarantined_and_named_and_served_again_once_it_is_whole() throws Exception {
        try (TestStore store = store(1L << 40)) {
            StoredFile file = store.add("a", "bytes");
            StoredFile same = store.add("b", "bytes");
            Files.writeString(store.blobPath(file), "bYtes");
            assertThat(store.dossier().maintenance().scrub(LONG).damaged())
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.problem()).isEqualTo("has other bytes than its hash says");
                        assertThat(found.files())
                                .containsExactlyInAnyOrder(
                                        file.id().value(), same.id().value());
                    });
            assertThat(store.dossier().scrubProgress().damagedBlobs()).isEqualTo(1);
            assertThat(store.dossier().health().quarantinedFiles()).isEqualTo(2);
            assertThatThrownBy(() -> store.read(file)).isInstanceOf(ContentUnavailableException.class);

            store.pass(WEEK);
            assertThat(store.dossier().maintenance().scrub(LONG).damaged())
                    .as("told once")
                    .isEmpty();
            Files.writeString(store.blobPath(file), "bytes");
            store.pass(WEEK);
            store.dossier().maintenance().scrub(LONG);
            assertThat(store.read(file)).isEqualTo(store.read(same)).hasSize(5);
        }
    }

    @Test
    void the_pace_holds_and_a_round_goes_on_after_a_restart() throws Exception {
        try (TestStore store = store(100_000)) {
            for (int i = 0; i < 6; i++) {
                store.add(TestStore.SESSION, NewFile.named("f" + i), new byte[20_000 + i]);
            }
            long begin = System.nanoTime();
            store.dossier().maintenance().scrub(Duration.ofMillis(300));
            ScrubProgress first = store.dossier().scrubProgress();
            assertThat(first.isUnderWay()).isTrue();
            assertThat(first.checkedBlobs()).isBetween(1L, 5L);
            assertThat(first.afterKey()).isNotEmpty();
            store.reopen();
            assertThat(store.dossier().maintenance().scrub(LONG).nextDuration()).isEqualTo(WEEK);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("120,000 bytes at 100,000 a second")
                    .isGreaterThan(Duration.ofMillis(1200));
            assertThat(store.dossier().scrubProgress().checkedBlobs()).isEqualTo(6);
            assertThat(store.dossier().scrubProgress().round()).isEqualTo(1);
        }
    }

    @Test
    void one_process_works_and_another_one_takes_over_when_its_lease_is_over() throws Exception {
        try (TestStore store = store(1L << 40)) {
            store.add("a", "bytes");
            store.execute("UPDATE scrub_progress SET leased_by = 'other', leased_until = '2026-11-20T12:00:30.000Z'");
            assertThat(store.dossier().maintenance().scrub(LONG).nextDuration()).isEqualTo(LONG);
            assertThat(store.dossier().scrubProgress().round()).isZero();
            store.pass(LONG);
            store.dossier().maintenance().scrub(LONG);
            assertThat(store.dossier().scrubProgress().round()).isEqualTo(1);
        }
    }

    @Test
    void it_goes_on_although_the_clock_was_set_back() throws Exception {
        try (TestStore store = store(1L << 40)) {
            store.add("a", "bytes");
            Duration years = Duration.ofDays(3650);
            store.pass(years);
            store.dossier().maintenance().scrub(LONG);
            assertThat(store.dossier().scrubProgress().round()).isEqualTo(1);
            store.pass(years.negated());
            store.dossier().maintenance().scrub(LONG);
            assertThat(store.dossier().scrubProgress().round()).isEqualTo(2);

            store.execute("UPDATE scrub_progress SET leased_by = 'dead', leased_until = '2036-11-20T12:00:30.000Z'");
            store.pass(WEEK);
            store.dossier().maintenance().scrub(LONG);
            assertThat(store.dossier().scrubProgress().round()).isEqualTo(3);
        }
    }

    @Test
    void a_round_that_ends_before_its_beginning_has_ended() throws Exception {
        try (TestStore store = store(100_000)) {
            for (int i = 0; i < 4; i++) {
                store.add(TestStore.SESSION, NewFile.named("f" + i), new byte[20_000 + i]);
            }
            Duration years = Duration.ofDays(3650);
            store.pass(years);
            store.dossier().maintenance().scrub(Duration.ofMillis(300));
            assertThat(store.dossier().scrubProgress().isUnderWay()).isTrue();
            store.pass(years.negated());
            assertThat(store.dossier().maintenance().scrub(LONG).nextDuration()).isEqualTo(WEEK);
            assertThat(store.dossier().scrubProgress().isUnderWay()).isFalse();
        }
    }

    @Test
    void whoever_stops_it_while_it_reads_says_nothing_about_the_bytes() throws Exception {
        try (TestStore store = store(1L << 40)) {
            store.add(TestStore.SESSION, NewFile.named("large"), new byte[60_000_000]);
            int stopped = 0;
            for (int delay = 1; delay <= 20; delay++) {
                FutureTask<Scrubber.Turn> turn =
                        new FutureTask<>(() -> store.dossier().maintenance().scrub(LONG));
                Thread thread = Thread.ofPlatform().start(turn);
                Thread.sleep(delay);
                thread.interrupt();
                thread.join();
                stopped += turn.state() == Future.State.FAILED ? 1 : 0;
                store.pass(WEEK);
            }
            assertThat(stopped).as("turns that were stopped").isPositive();
            assertThat(store.dossier().health().quarantinedFiles()).isZero();
            store.dossier().maintenance().scrub(LONG);
            assertThat(store.dossier().scrubProgress().damagedBlobs()).isZero();
        }
    }

    @Test
    void it_stops_when_it_is_told_to_and_can_be_switched_off() throws Exception {
        try (TestStore store = store(1)) {
            store.add("a", "bytes");
            AtomicReference<Exception> outcome = new AtomicReference<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    store.dossier().maintenance().scrub(LONG);
                } catch (InterruptedException e) {
                    outcome.set(e);
                }
            });
            Thread.sleep(200);
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            assertThat(store.query("SELECT leased_by FROM scrub_progress")).containsExactly("null");
        }
        try (TestStore store = store(0)) {
            assertThat(store.dossier().maintenance().scrub(LONG).nextDuration()).isEqualTo(WEEK);
        }
        assertThatThrownBy(() -> new ScrubPace(-1, WEEK)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ScrubPace(1, Duration.ofSeconds(-1))).isInstanceOf(InvalidValueException.class);
    }
}
