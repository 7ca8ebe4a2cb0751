package dev.dossier.blobs;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.Health;
import dev.dossier.TestStore;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.files.FileContent;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.files.StagedFile;
import dev.dossier.files.StoredFile;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The life of a blob")
class BlobLifeTest {
    @TempDir
    Path directory;

    @Test
    void a_blob_goes_when_its_last_file_has_gone_and_the_grace_period_is_over() {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile one = store.add("a", "bytes");
            StoredFile two = store.add("b", "bytes");
            store.files().purge(one.id());
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store).blobs()).isZero();
            store.files().purge(two.id());
            assertThat(sweep(store).blobs()).isZero();
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store).blobs()).isEqualTo(1);
            assertThat(store.storedKeys()).isEmpty();
            assertThat(store.query("SELECT count(*) FROM blobs")).containsExactly("0");
        }
    }

    @Test
    void without_a_grace_period_a_blob_goes_at_the_very_moment_at_which_its_last_file_went() {
        try (TestStore store = TestStore.with(DossierConfig.in(directory)
                .withGrace(GracePeriods.DEFAULT.withDeletedFiles(Duration.ZERO).withOrphans(Duration.ZERO)))) {
            store.files().purge(store.add("a", "bytes").id());
            assertThat(sweep(store).blobs()).isEqualTo(1);
        }
    }

    @Test
    void a_blob_that_is_used_again_within_the_grace_period_stays() {
        try (TestStore store = TestStore.in(directory)) {
            store.files().purge(store.add("a", "bytes").id());
            store.pass(Duration.ofMinutes(30));
            StoredFile again = store.add("b", "bytes");
            assertThat(again.deduplicated()).isTrue();
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store).blobs()).isZero();
            assertThat(store.read(again)).hasSize(5);
        }
    }

    @Test
    void a_condemned_blob_is_not_shared_and_its_content_comes_back_under_another_key() {
        try (TestStore store = TestStore.in(directory)) {
            store.files().purge(store.add("a", "bytes").id());
            String old = store.storedKeys().iterator().next();
            store.execute("UPDATE blobs SET state = 'condemned'");
            StoredFile again = store.add("b", "bytes");
            assertThat(again.deduplicated()).isFalse();
            assertThat(store.storedKeys()).hasSize(2);
            assertThat(sweep(store).blobs()).isEqualTo(1);
            assertThat(store.storedKeys()).hasSize(1).doesNotContain(old);
            assertThat(store.read(again)).hasSize(5);
        }
    }

    @Test
    void bytes_that_the_database_never_knew_are_swept_after_the_grace_period() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            store.add("a", "known");
            String orphan = BlobKey.fresh("ab".repeat(32)).value();
            Path path = directory.resolve("blobs/ab").resolve(orphan);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "orphan");
            Files.setLastModifiedTime(path, FileTime.from(store.now()));
            Path half = directory.resolve("tmp/half.part");
            Files.writeString(half, "half");
            Files.setLastModifiedTime(half, FileTime.from(store.now()));
            assertThat(sweep(store)).isEqualTo(new Sweeper.Swept(0, 0, 0));
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store)).isEqualTo(new Sweeper.Swept(1, 0, 1));
        }
    }

    @Test
    void a_file_whose_bytes_are_missing_is_quarantined_and_never_dropped() throws IOException {
        TestStore store = TestStore.in(directory);
        StoredFile file = store.add("a", "bytes");
        byte[] bytes = Files.readAllBytes(store.blobPath(file));
        Files.delete(store.blobPath(file));
        assertThatThrownBy(() -> store.files().open(file.id()))
                .isInstanceOf(ContentUnavailableException.class)
                .hasMessageContaining(file.id().value())
                .hasMessageNotContaining(directory.toString());
        assertThat(store.files().find(file.id())).isEqualTo(file);
        Health health = store.dossier().health();
        assertThat(health.quarantinedFiles()).isEqualTo(1);

        Files.write(store.blobPath(file), bytes);
        store.pass(Duration.ofHours(2));
        sweep(store);
        assertThat(store.dossier().verifyContent(false)).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(ContentCheck.State.QUARANTINED);
            assertThat(finding.files()).containsExactly(file.id().value());
        });
        assertThat(store.dossier().verifyContent(true))
                .singleElement()
                .satisfies(finding -> assertThat(finding.state()).isEqualTo(ContentCheck.State.WHOLE_AGAIN));
        assertThat(store.dossier().repair(false).ok()).isTrue();
        assertThat(store.read(file)).isEqualTo(bytes);
        store.close();
    }

    @Test
    void a_blob_of_another_length_is_never_served() throws IOException {
        TestStore store = TestStore.in(directory);
        StoredFile file = store.add("a", "bytes");
        Files.writeString(store.blobPath(file), "byte");
        assertThatThrownBy(() -> store.files().open(file.id())).isInstanceOf(ContentUnavailableException.class);
        assertThat(store.dossier().verifyContent(false))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo("has 4 bytes instead of 5"));
        store.abandon();
    }

    @Test
    void a_reader_that_goes_away_says_nothing_about_the_bytes() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add(SESSION, NewFile.named("f"), new byte[300_000]);
            try (FileContent content = store.files().open(file.id())) {
                OutputStream gone = new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new EOFException("the client has closed");
                    }
                };
                assertThatThrownBy(() -> content.transferTo(gone)).isInstanceOf(EOFException.class);
            }
            assertThat(store.read(file)).hasSize(300_000);
        }
    }

    @Test
    void other_bytes_of_the_same_length_are_never_handed_out_whole() throws IOException {
        TestStore store = TestStore.in(directory);
        StoredFile file = store.add("a", "bytes");
        Files.writeString(store.blobPath(file), "bites");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileContent content = store.files().open(file.id())) {
            assertThatThrownBy(() -> content.transferTo(out)).isInstanceOf(ContentUnavailableException.class);
        }
        assertThat(out.size()).isLessThan(5);
        assertThatThrownBy(() -> store.files().open(file.id())).isInstanceOf(ContentUnavailableException.class);
    }

    @Test
    void a_deep_check_finds_other_bytes_of_the_same_length() throws IOException {
        TestStore store = TestStore.in(directory);
        StoredFile file = store.add("a", "bytes");
        Files.writeString(store.blobPath(file), "bYtes");
        assertThat(store.dossier().verifyContent(false)).isEmpty();
        assertThat(store.dossier().verifyContent(true))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo("has other bytes than its hash says"));
        assertThat(store.query("SELECT state FROM blobs"))
                .as("looking changes nothing")
                .containsExactly("live");
        assertThat(store.dossier().repair(true).ok()).isFalse();
        assertThatThrownBy(() -> store.files().open(file.id())).isInstanceOf(ContentUnavailableException.class);
        Files.delete(store.blobPath(file));
        assertThat(store.dossier().verifyContent(true))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo("is missing"));
        store.abandon();
    }

    @Test
    void an_upload_of_the_same_bytes_heals_the_files_whose_bytes_are_missing() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a", "bytes");
            Files.delete(store.blobPath(file));
            StoredFile again = store.add("b", "bytes");
            assertThat(again.deduplicated()).isFalse();
            assertThat(store.read(again)).isEqualTo(store.read(file)).hasSize(5);
            assertThat(store.dossier().health().quarantinedFiles()).isZero();
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store).blobs()).as("the broken blob").isEqualTo(1);
        }
    }

    @Test
    void an_upload_of_the_same_bytes_heals_what_is_quarantined() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a", "bytes");
            Files.writeString(store.blobPath(file), "bites");
            assertThatThrownBy(() -> store.read(file)).isInstanceOf(ContentUnavailableException.class);
            assertThat(store.dossier().health().quarantinedFiles()).isEqualTo(1);
            assertThat(store.add("b", "bytes").deduplicated())
                    .as("nobody shares it")
                    .isFalse();
            assertThat(store.read(file)).asString(StandardCharsets.UTF_8).isEqualTo("bytes");
            assertThat(store.dossier().health().quarantinedFiles()).isZero();
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store).blobs()).as("the broken blob").isEqualTo(1);
        }
    }

    @Test
    void an_upload_is_not_given_bytes_that_have_silently_changed() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a", "bytes");
            Files.writeString(store.blobPath(file), "bites");
            StoredFile again = store.add("b", "bytes");
            assertThat(again.deduplicated()).isFalse();
            assertThat(store.read(again)).asString(StandardCharsets.UTF_8).isEqualTo("bytes");
            assertThat(store.read(file)).as("and it heals the other one").isEqualTo(store.read(again));
            store.pass(Duration.ofHours(2));
            assertThat(sweep(store).blobs()).as("the broken blob").isEqualTo(1);
        }
    }

    @Test
    void the_same_bytes_are_added_purged_and_swept_by_many_threads_and_nothing_is_lost() throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        try (TestStore store = TestStore.with(DossierConfig.in(directory)
                        .withGrace(GracePeriods.DEFAULT
                                .withDeletedFiles(Duration.ZERO)
                                .withOrphans(Duration.ZERO))
                        .withDatabaseWait(Duration.ofSeconds(60)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                outcomes.add(threads.submit(worker(store, thread, new Random(seed + t))));
            }
            for (int i = 0; i < 40; i++) {
                store.pass(Duration.ofMillis(5));
                sweep(store);
            }
            for (Future<Boolean> outcome : outcomes) {
                assertThat(outcome.get()).isTrue();
            }
            store.pass(Duration.ofDays(1));
            sweep(store);
        }
    }

    private static Callable<Boolean> worker(TestStore store, int thread, Random random) {
        return () -> {
            for (int i = 0; i < 30; i++) {
                byte[] bytes = ("content " + random.nextInt(3)).getBytes(StandardCharsets.UTF_8);
                StoredFile file = store.add(SessionId.of("t-" + thread), NewFile.named("f"), bytes);
                if (!Arrays.equals(store.read(file), bytes)) {
                    return false;
                }
                store.files().purge(FileId.of(file.id().value()));
            }
            return true;
        };
    }

    @Test
    void the_sweep_spares_bytes_that_were_placed_a_moment_ago_however_long_they_took_to_arrive() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            var slow = store.files().stage(new ByteArrayInputStream("slow".getBytes(StandardCharsets.UTF_8)));
            try (slow) {
                Files.setLastModifiedTime(slow.temporary(), FileTime.from(Instant.EPOCH));
                assertThat(sweep(store).temporaryFiles()).isZero();
                store.files().addAll(SESSION, List.of(new StagedFile(NewFile.named("slow"), slow)));
            }
            assertThat(Files.getLastModifiedTime(directory
                                    .resolve("blobs")
                                    .resolve(
                                            store.storedKeys().iterator().next().substring(0, 2))
                                    .resolve(store.storedKeys().iterator().next()))
                            .toInstant())
                    .isAfter(Instant.now().minusSeconds(60));
        }
    }

    private static Sweeper.Swept sweep(TestStore store) {
        return store.dossier().maintenance().sweep();
    }
}
