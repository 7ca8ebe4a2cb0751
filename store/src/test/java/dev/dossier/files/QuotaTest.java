package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.Upkeep;
import dev.dossier.access.Actor;
import dev.dossier.blobs.StagedContent;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.QuotaExceededException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.quotas.StorageLimits;
import dev.dossier.retention.HoldSubject;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Quotas are exact, and what has no room is refused before it is read")
class QuotaTest {
    private static final long UNKNOWN = ConversationFileManager.UNKNOWN;

    @TempDir
    Path directory;

    private DossierConfig config(StorageLimits limits) {
        return DossierConfig.in(directory).withUpkeep(Upkeep.DEFAULT.withLimits(limits));
    }

    private TestStore store(StorageLimits limits) {
        return TestStore.with(config(limits));
    }

    /** A stream that must not be read. */
    private static final InputStream UNTOUCHED = new FilterInputStream(InputStream.nullInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) {
            throw new AssertionError("it was read");
        }
    };

    private static StoredFile add(ConversationFileManager files, String session, int size) throws IOException {
        return files.add(SessionId.of(session), NewFile.named("f"), new ByteArrayInputStream(new byte[size]));
    }

    @Test
    void the_limit_of_an_owner_is_exact_and_counts_what_is_not_purged() throws IOException {
        try (TestStore store = store(StorageLimits.DEFAULT.withOwner(100))) {
            ConversationFileManager ada = store.files().as(Actor.named("ada"));
            ConversationFileManager bob = store.files().as(Actor.named("bob"));
            StoredFile file = add(ada, "a1", 60);
            add(ada, "a2", 40);
            add(bob, "b", 100);
            assertThatThrownBy(() -> add(ada, "a1", 1))
                    .isInstanceOf(QuotaExceededException.class)
                    .hasMessageContaining("100 bytes");
            assertThatThrownBy(() -> ada.stage(SessionId.of("a3"), UNTOUCHED, 1))
                    .isInstanceOf(QuotaExceededException.class);
            assertThatThrownBy(() -> ada.requireRoom(SessionId.of("a1"), 1)).isInstanceOf(QuotaExceededException.class);
            assertThatThrownBy(() -> bob.stage(SessionId.of("a1"), UNTOUCHED, 1))
                    .as("what bob adds to ada's session is ada's")
                    .isInstanceOf(QuotaExceededException.class);
            assertThatThrownBy(() -> ada.copy(file.id(), null, null)).isInstanceOf(QuotaExceededException.class);
            assertThatThrownBy(() -> ada.move(file.id(), SessionId.of("b"))).isInstanceOf(QuotaExceededException.class);
            add(ada, "a1", 0);
            ada.delete(file.id());
            assertThatThrownBy(() -> add(ada, "a1", 1))
                    .as("deleted is not gone")
                    .isInstanceOf(QuotaExceededException.class);
            ada.purge(file.id());
            add(ada, "a1", 60);
        }
    }

    @Test
    void a_replacement_counts_with_what_it_has_more() throws IOException {
        try (TestStore store = store(StorageLimits.DEFAULT.withOwner(100))) {
            StoredFile file = add(store.files(), "s", 60);
            add(store.files(), "s", 30);
            assertThat(store.files()
                            .updateContent(file.id(), new ByteArrayInputStream(new byte[70]))
                            .sizeBytes())
                    .isEqualTo(70);
            assertThatThrownBy(() -> store.files().stage(file.id(), UNTOUCHED, 71))
                    .isInstanceOf(QuotaExceededException.class);
            assertThatThrownBy(() -> store.files().updateContent(file.id(), new ByteArrayInputStream(new byte[71])))
                    .isInstanceOf(QuotaExceededException.class);
            store.files().updateContent(file.id(), new ByteArrayInputStream(new byte[1]));
            add(store.files(), "s", 69);
            store.dossier().retention().hold(HoldSubject.file(file.id().value()), "case");
            assertThatThrownBy(() -> store.files().stage(file.id(), UNTOUCHED, 1))
                    .isInstanceOf(LegalHoldException.class);
        }
    }

    @Test
    void room_is_taken_before_the_bytes_come_and_given_back_when_they_do_not() throws IOException {
        try (TestStore store = store(StorageLimits.DEFAULT.withTotal(100))) {
            InputStream sixty = new ByteArrayInputStream(new byte[60]);
            try (StagedContent first = store.files().stage(SESSION, sixty, 60)) {
                assertThatThrownBy(() -> store.files().stage(SESSION, UNTOUCHED, 41))
                        .isInstanceOf(QuotaExceededException.class);
                assertThatThrownBy(() -> store.files().stage(new ByteArrayInputStream(new byte[41])))
                        .isInstanceOf(QuotaExceededException.class);
                store.files()
                        .stage(SESSION, new ByteArrayInputStream(new byte[40]), UNKNOWN)
                        .close();
                assertThat(first.sizeBytes()).isEqualTo(60);
            }
            InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    throw new IOException("the client has gone");
                }
            };
            assertThatThrownBy(() -> store.files().stage(SESSION, broken, 100)).isInstanceOf(IOException.class);
            add(store.files(), "s", 100);
            assertThatThrownBy(() -> add(store.files(), "s", 1)).isInstanceOf(QuotaExceededException.class);
        }
    }

    @Test
    void many_at_once_and_two_processes_fill_a_quota_to_the_last_byte_and_not_beyond() throws Exception {
        StorageLimits limits = StorageLimits.DEFAULT.withTotal(5000).withOwner(3000);
        try (TestStore store = store(limits);
                Dossier other = Dossier.open(config(limits));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.initialize();
            CountDownLatch gate = new CountDownLatch(1);
            List<Future<Integer>> added = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                String owner = t % 2 == 0 ? "ada" : "bob";
                ConversationFileManager files =
                        (t % 4 < 2 ? store.dossier() : other).files().as(Actor.named(owner));
                added.add(threads.submit(() -> {
                    gate.await();
                    int count = 0;
                    for (int i = 0; i < 10; i++) {
                        count += isAdded(files, "of-" + owner) ? 1 : 0;
                    }
                    return count;
                }));
            }
            gate.countDown();
            int total = 0;
            for (Future<Integer> one : added) {
                total += one.get();
            }
            assertThat(total).as("files of 100 bytes within 5000").isEqualTo(50);
            assertThat(store.query("SELECT size_bytes FROM storage_usage WHERE scope = 'owner'"))
                    .allSatisfy(size -> assertThat(Long.parseLong(size)).isBetween(2000L, 3000L));
            assertThat(store.query("SELECT files, size_bytes FROM storage_usage WHERE scope = 'total'"))
                    .containsExactly("50|5000");
        }
    }

    private static boolean isAdded(ConversationFileManager files, String session) throws IOException {
        try {
            add(files, session, 100);
            return true;
        } catch (QuotaExceededException e) {
            return false;
        }
    }

    @Test
    void nobody_is_refused_within_the_limit_because_somebody_else_is_about_to_be_counted() throws Exception {
        try (TestStore store = store(StorageLimits.DEFAULT.withTotal(20 * 50 * 10));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> outcomes = new ArrayList<>();
            for (int t = 0; t < 20; t++) {
                outcomes.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        add(store.files(), "s", 10);
                    }
                    return 1;
                }));
            }
            for (Future<Integer> outcome : outcomes) {
                assertThat(outcome.get()).isEqualTo(1);
            }
            assertThatThrownBy(() -> add(store.files(), "s", 1)).isInstanceOf(QuotaExceededException.class);
        }
    }

    @Test
    void the_counts_follow_every_change() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            ConversationFileManager ada = store.files().as(Actor.named("ada"));
            StoredFile file = add(ada, "a", 10);
            add(store.files().as(Actor.named("bob")), "b", 5);
            ada.move(file.id(), SessionId.of("b"));
            ada.updateContent(file.id(), new ByteArrayInputStream(new byte[20]));
            ada.copy(file.id(), SessionId.of("a"), null);
            store.execute("UPDATE sessions SET owner = 'eve' WHERE session_id = 'a'");
            assertThat(store.query("SELECT owner, files, size_bytes FROM storage_usage ORDER BY scope, owner"))
                    .containsExactly("ada|0|0", "bob|2|25", "eve|1|20", "|3|45");
            assertThat(store.dossier().examine(false).ok()).isTrue();
        }
    }

    @Test
    void what_would_use_the_headroom_of_the_disk_is_refused_before_it_is_read() throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        try (TestStore store = store(StorageLimits.DEFAULT.withHeadroom(usable / 2))) {
            add(store.files(), "s", 1000);
            assertThatThrownBy(() -> store.files().stage(SESSION, UNTOUCHED, usable))
                    .isInstanceOf(StorageFullException.class)
                    .hasMessageContaining("headroom");
        }
        try (TestStore store = store(StorageLimits.DEFAULT.withHeadroom(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> store.files().stage(SESSION, UNTOUCHED, UNKNOWN))
                    .isInstanceOf(StorageFullException.class);
        }
        assertThatThrownBy(() -> StorageLimits.DEFAULT.withHeadroom(-1)).isInstanceOf(InvalidValueException.class);
    }
}
