package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.blobs.ScrubPace;
import dev.dossier.blobs.ScrubProgress;
import dev.dossier.database.Times;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileContent;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.identities.Identification;
import dev.dossier.identities.NewKey;
import dev.dossier.schema.SchemaListener;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.SampleBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock is set back and forward, by seconds and by years, between and during what people do and what housekeeping and the
 * scrub do.
 *
 * <p>Set {@code -Djumps=N} for more than those of the suite, and {@code -Dseed=N} to repeat its jumps.
 */
class ClockCampaignTest {
    private static final int JUMPS = Integer.getInteger("jumps", 40);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Duration INTERVAL = ScrubPace.DEFAULT.intervalDuration();
    private static final int LIMITED = 20;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofMinutes(59),
            Duration.ofHours(2),
            Duration.ofDays(1),
            Duration.ofDays(31),
            Duration.ofDays(400),
            Duration.ofDays(3650));

    @TempDir
    private Path directory;

    /** A clock that shows what it is told. */
    private static final class SetClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-21T00:00:00Z");

        void set(Instant time) {
            now = time;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** A file, and the latest time that any housekeeping has seen since it was deleted. */
    private static final class Known {
        final StoredFile file;
        final byte[] content;
        Instant deletedAt = Instant.MAX;
        Instant latest = Instant.MIN;

        Known(StoredFile file, byte[] content) {
            this.file = file;
            this.content = content;
        }

        boolean isDeleted() {
            return deletedAt.isBefore(Instant.MAX);
        }
    }

    /** A file and a key with an end; a file may be gone once housekeeping has seen a time after that. */
    private static final class Limited {
        final Instant end;
        final StoredFile file;
        final NewKey key;
        Instant latest = Instant.MIN;

        Limited(Dossier dossier, SplittableRandom random, Instant now) {
            end = now.plus(STEPS.get(random.nextInt(STEPS.size())));
            file = dossier.files()
                    .createText(SessionId.of("limited"), NewFile.named("l.txt").until(end), "limited");
            key = dossier.keys().create("ada", Role.USER, end, Actor.LOCAL);
        }

        void isAsItsTimeSays(Dossier dossier, Instant now) {
            boolean over = !now.isBefore(end);
            assertThat(dossier.keys().identify(key.shown()) instanceof Identification.Known)
                    .as("the key that ends at " + end + " is good at " + now)
                    .isEqualTo(!over);
            boolean seen = true;
            try {
                dossier.files().find(file.id());
            } catch (NotFoundException e) {
                seen = false;
            }
            assertThat(seen)
                    .as("the file that ends at " + end + " is seen at " + now + "; housekeeping came at " + latest)
                    .isEqualTo(!over && latest.isBefore(end));
        }
    }

    @Test
    @DisplayName("R36: however the clock is set, the scrub goes on when its interval is over")
    void scrubs() throws Exception {
        System.out.println("clock campaign, scrub: -Djumps=" + JUMPS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        SetClock now = new SetClock();
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        try (Dossier dossier = Dossier.open(DossierConfig.in(data.path()), SchemaListener.NONE, now)) {
            dossier.initialize();
            for (int jump = 0; jump < JUMPS; jump++) {
                added(dossier, new SplittableRandom(jump), new SetClock());
                if (random.nextInt(4) == 0) {
                    // whoever had the lease was killed
                    data.database()
                            .execute("UPDATE scrub_progress SET leased_by = 'dead', leased_until = '"
                                    + Times.format(now.instant().plus(LEASE)) + "' WHERE name = 'blobs'");
                }
                now.set(moved(random, now.instant()));
                dossier.maintenance().scrub(PATIENCE);
                now.set(now.instant().plus(INTERVAL).plus(LEASE).plus(LEASE));
                long before = dossier.maintenance().scrubProgress().round();
                dossier.maintenance().scrub(PATIENCE);
                ScrubProgress progress = dossier.maintenance().scrubProgress();
                assertThat(progress.round())
                        .as("jump " + jump + " at " + now.instant())
                        .isGreaterThan(before);
                assertThat(progress.isUnderWay()).as("jump " + jump).isFalse();
            }
        }
    }

    @Test
    @DisplayName("R36: however the clock is set, no file goes that nobody deleted, and none before its time")
    void jumps() throws IOException {
        System.out.println("clock campaign: -Djumps=" + JUMPS + " -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        SetClock now = new SetClock();
        DossierConfig config =
                DossierConfig.in(directory.resolve("data")).withGrace(GracePeriods.DEFAULT.withDeletedFiles(RETENTION));
        Map<String, Known> known = new TreeMap<>();
        List<Limited> limited = new ArrayList<>();
        int purged = 0;
        int restored = 0;
        try (Dossier dossier = Dossier.open(config, SchemaListener.NONE, now)) {
            dossier.initialize();
            for (int jump = 0; jump < JUMPS; jump++) {
                for (int i = 0; i < 3; i++) {
                    Known added = added(dossier, random, now);
                    known.put(added.file.id().value(), added);
                }
                for (Known one : List.copyOf(known.values())) {
                    if (!one.isDeleted() && random.nextInt(6) == 0) {
                        dossier.files().delete(one.file.id());
                        one.deletedAt = now.instant();
                        one.latest = Instant.MIN;
                    } else if (one.isDeleted() && random.nextInt(6) == 0) {
                        if (restore(dossier, one)) {
                            restored++;
                        } else {
                            known.remove(one.file.id().value());
                            purged++;
                        }
                    }
                }
                now.set(moved(random, now.instant()));
                known.values().forEach(one -> one.latest = later(one.latest, now.instant()));
                limited.forEach(one -> one.latest = later(one.latest, now.instant()));
                dossier.maintenance().purgeDue();
                dossier.maintenance().forgetOld();
                dossier.maintenance().sweep();
                everyFileIsThere(dossier, known);
                limited.add(new Limited(dossier, random, now.instant()));
                if (limited.size() > LIMITED) {
                    limited.removeFirst();
                }
                limited.forEach(one -> one.isAsItsTimeSays(dossier, now.instant()));
                for (int i = 0; i < 3; i++) {
                    now.set(moved(random, now.instant()));
                    limited.forEach(one -> one.isAsItsTimeSays(dossier, now.instant()));
                }
            }
            assertThat(dossier.examine(true).findings()).isEmpty();
        }
        System.out.printf(
                "clock: jumps %d, seed %d, files %d, restored %d, purged in time %d, lost 0%n",
                JUMPS, SEED, known.size(), restored, purged);
    }

    /** The clock may jump in the midst of an upload, which may then be told to come again. */
    private static Known added(Dossier dossier, SplittableRandom random, SetClock now) throws IOException {
        byte[] content = new SampleBytes(random.nextInt(12), 200).bytes();
        while (true) {
            try {
                InputStream jumping = new ByteArrayInputStream(content) {
                    @Override
                    public synchronized int read(byte[] buffer, int offset, int length) {
                        now.set(random.nextInt(4) == 0 ? moved(random, now.instant()) : now.instant());
                        return super.read(buffer, offset, length);
                    }
                };
                return new Known(dossier.files().add(SessionId.of("s"), NewFile.named("a.bin"), jumping), content);
            } catch (BusyException e) {
                assertThat(e).hasMessageContaining("again");
            }
        }
    }

    /** Answers whether the file could be restored; where it could not, its time must have been over. */
    private static boolean restore(Dossier dossier, Known one) {
        try {
            dossier.files().restore(one.file.id());
            one.deletedAt = Instant.MAX;
            return true;
        } catch (NotFoundException e) {
            assertThat(one.latest).as("housekeeping came no later").isAfterOrEqualTo(one.deletedAt.plus(RETENTION));
            return false;
        }
    }

    private static void everyFileIsThere(Dossier dossier, Map<String, Known> known) throws IOException {
        for (Known one : known.values()) {
            if (!one.isDeleted()) {
                try (FileContent content = dossier.files().open(one.file.id())) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    content.transferTo(bytes);
                    assertThat(bytes.toByteArray()).isEqualTo(one.content);
                }
            }
        }
    }

    private static Instant moved(SplittableRandom random, Instant from) {
        Duration step = STEPS.get(random.nextInt(STEPS.size()));
        Instant to = random.nextBoolean() ? from.plus(step) : from.minus(step);
        boolean sane =
                to.isAfter(Instant.parse("1980-01-01T00:00:00Z")) && to.isBefore(Instant.parse("2090-01-01T00:00:00Z"));
        return sane ? to : Instant.parse("2026-11-21T00:00:00Z");
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
