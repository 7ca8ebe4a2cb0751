package dev.dossier.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.database.Database;
import dev.dossier.database.SqliteDatabase;
import dev.dossier.errors.BusyException;
import dev.dossier.schema.SqliteFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores on one data directory stand for two processes: one uploads and stands still, the other one sweeps. */
@DisplayName("A process that stands still between placing and committing loses nothing to another one's sweep")
class IntakeAndSweepTest {
    @TempDir
    Path directory;

    private final InstantSource clock = () -> Instant.now().plus(Duration.ofHours(1));
    private Database database;
    private Paused store;
    private Staging staging;
    private BlobIntake intake;
    private Sweeper otherSweeper;
    private BlobStore otherStore;

    @BeforeEach
    void open() throws IOException {
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            dossier.initialize();
        }
        SqliteFile file = SqliteFile.at(directory.resolve("dossier.db"));
        database = SqliteDatabase.file(file, file.readOnly(), Duration.ofSeconds(5));
        store = new Paused(new DiskBlobStore(directory.resolve("blobs")));
        staging = new Staging(directory.resolve("tmp"), directory.resolve("locks"), 1000);
        staging.prepare();
        intake = new BlobIntake(database, store, new BlobCatalog(), clock, false);
        otherStore = new DiskBlobStore(directory.resolve("blobs"));
        Blobs others = Blobs.in(otherStore, staging, database, clock, false);
        otherSweeper = new Sweeper(database, others, new Disposal(database, others, key -> {}), clock, Duration.ZERO);
    }

    @AfterEach
    void close() {
        staging.close();
        database.close();
    }

    private StagedContent content() throws IOException {
        return staging.receive(new ByteArrayInputStream("bytes".getBytes(StandardCharsets.UTF_8)));
    }

    private BlobKey commit(StagedContent content) {
        return intake.commit(List.of(content), (sql, uses) -> uses.getFirst().key());
    }

    @Test
    void bytes_that_were_condemned_and_not_yet_removed_are_taken_away_to_a_fresh_key() throws IOException {
        store.afterPlacing = key -> database.write(sql -> new BlobCatalog().condemnUnknown(sql, key, Instant.now()));
        try (StagedContent content = content()) {
            BlobKey committed = commit(content);
            assertThat(committed).isNotEqualTo(store.placed);
            assertThat(otherSweeper.sweep().blobs())
                    .as("the condemned incarnation")
                    .isEqualTo(1);
            assertThat(otherStore.sizeBytes(committed)).isEqualTo(OptionalLong.of(5));
            assertThat(otherStore.sizeBytes(store.placed)).isEmpty();
        }
    }

    @Test
    void bytes_that_were_swept_and_forgotten_are_never_acknowledged() throws IOException {
        store.afterPlacing = key -> assertThat(otherSweeper.sweep().orphans()).isEqualTo(1);
        try (StagedContent content = content()) {
            assertThatThrownBy(() -> commit(content)).isInstanceOf(BusyException.class);
        }
        assertThat(database.<Long>read(sql -> sql.one("SELECT COUNT(*) AS n FROM blobs", row -> row.number("n"))))
                .isZero();
    }

    @Test
    void a_sweep_after_the_commit_finds_the_bytes_known() throws IOException {
        try (StagedContent content = content()) {
            BlobKey committed = commit(content);
            assertThat(otherSweeper.sweep()).isEqualTo(new Sweeper.Swept(0, 0, 0));
            assertThat(otherStore.sizeBytes(committed)).isEqualTo(OptionalLong.of(5));
        }
    }

    @Test
    void a_sweep_of_the_same_process_passes_over_what_is_about_to_be_committed() throws IOException {
        Blobs own = new Blobs(store, staging, new BlobCatalog(), intake);
        Sweeper sweeper = new Sweeper(database, own, new Disposal(database, own, key -> {}), clock, Duration.ZERO);
        store.afterPlacing = key -> assertThat(sweeper.sweep().orphans()).isZero();
        try (StagedContent content = content()) {
            assertThat(commit(content)).isEqualTo(store.placed);
        }
    }

    /** A store that does something between placing and whatever comes after it. */
    private static class Paused implements BlobStore {
        private final BlobStore inner;
        private BlobKey placed = BlobKey.fresh("0".repeat(64));
        private Pause afterPlacing = key -> {};

        @FunctionalInterface
        interface Pause {
            void run(BlobKey key) throws IOException;
        }

        Paused(BlobStore inner) {
            this.inner = inner;
        }

        @Override
        public void prepare() throws IOException {
            inner.prepare();
        }

        @Override
        public void place(Path temporary, BlobKey key) throws IOException {
            inner.place(temporary, key);
            placed = key;
            afterPlacing.run(key);
        }

        @Override
        public BlobContent open(BlobKey key) throws IOException {
            return inner.open(key);
        }

        @Override
        public OptionalLong sizeBytes(BlobKey key) throws IOException {
            return inner.sizeBytes(key);
        }

        @Override
        public void move(BlobKey from, BlobKey to) throws IOException {
            inner.move(from, to);
        }

        @Override
        public void remove(BlobKey key) throws IOException {
            inner.remove(key);
        }

        @Override
        public boolean holds(BlobKey key, Path same) {
            return inner.holds(key, same);
        }

        @Override
        public void eachWrittenBefore(Instant time, Keys taker) throws IOException {
            inner.eachWrittenBefore(time, taker);
        }

        @Override
        public List<String> strays() throws IOException {
            return inner.strays();
        }

        @Override
        public boolean isWritable() {
            return inner.isWritable();
        }
    }

    @Test
    @DisplayName("a blob whose bytes vanish between the first look and the commit is brought anew")
    void condemnedBetweenTheLooks() throws IOException {
        BlobKey first;
        try (StagedContent content = content()) {
            first = commit(content);
        }
        BlobStore sweeping = new Paused(otherStore) {
            @Override
            public boolean holds(BlobKey key, Path same) {
                boolean held = super.holds(key, same);
                if (key.equals(first)) {
                    database.write(sql -> new BlobCatalog().condemnUnused(sql, key, Instant.now()));
                    otherSweeper.sweep();
                }
                return held;
            }
        };
        BlobIntake late = new BlobIntake(database, sweeping, new BlobCatalog(), clock, false);
        try (StagedContent content = content()) {
            BlobKey second =
                    late.commit(List.of(content), (sql, uses) -> uses.getFirst().key());
            assertThat(second).isNotEqualTo(first);
            assertThatThrownBy(() -> otherStore.open(first)).isInstanceOf(NoSuchFileException.class);
            assertThat(otherStore.sizeBytes(second)).isEqualTo(OptionalLong.of(5));
        }
    }
}
