package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessEntry;
import dev.dossier.blobs.StagedContent;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.TooLargeException;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Defects of the reference that this store must not have (reference section 4)")
class ReferenceDefectsTest {
    private static final SessionId OTHER = SessionId.of("s-2");
    private static final byte[] BYTES = "the same bytes".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private TestStore store;

    @BeforeEach
    void open() {
        store = TestStore.in(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ConversationFileManager files() {
        return store.files();
    }

    @Test
    @DisplayName("defect 1: deleting, renaming or editing one session's file leaves another's alone")
    void files_with_the_same_bytes_are_independent() throws IOException {
        StoredFile first = store.add(SESSION, NewFile.named("a.txt"), BYTES);
        StoredFile second = store.add(OTHER, NewFile.named("b.txt"), BYTES);
        assertThat(second.deduplicated()).isTrue();
        assertThat(store.storedKeys()).hasSize(1);

        files().rename(first.id(), FileName.of("renamed.txt"));
        files().updateContent(first.id(), new ByteArrayInputStream(new byte[] {1}));
        assertThat(files().find(second.id())).isEqualTo(second);
        files().purge(first.id());
        store.pass(Duration.ofDays(1));
        store.dossier().maintenance().sweep();

        assertThat(store.read(second)).isEqualTo(BYTES);
        assertThat(files().accessLog(second.id(), 10))
                .extracting(AccessEntry::type)
                .contains("upload", "download");
        assertThat(files().accessLog(first.id(), 10))
                .as("the log outlives its file")
                .extracting(AccessEntry::type)
                .containsExactly("purge", "edit", "rename", "upload");
    }

    @Test
    @DisplayName("defect 2: a deduplicated upload is logged, with a type that the table accepts")
    void a_deduplicated_upload_is_logged() {
        store.add(SESSION, NewFile.named("a"), BYTES);
        StoredFile again = store.add(SESSION, NewFile.named("a"), BYTES);
        assertThat(files().accessLog(again.id(), 10)).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo("upload");
            assertThat(entry.details()).containsEntry("file_size", "14");
        });
    }

    @Test
    @DisplayName("defect 3: no message id, or the same twice, makes neither duplicates nor errors")
    void associations_have_a_key_that_null_does_not_defeat() {
        store.add(SESSION, NewFile.named("a"), BYTES);
        store.add(SESSION, NewFile.named("a"), BYTES);
        store.add(SESSION, NewFile.named("a").inMessage("m-1"), BYTES);
        store.add(SESSION, NewFile.named("a").inMessage("m-1"), BYTES);
        FileListing listing = files().list(FileQuery.in(SESSION));
        assertThat(listing.files()).hasSize(4);
        assertThat(listing.totalFiles()).isEqualTo(4);
        assertThat(listing.totalSizeBytes()).isEqualTo(4L * BYTES.length);
        String file = listing.files().getFirst().id().value();
        assertThatThrownBy(() -> store.execute("INSERT INTO session_file_associations (session_id, file_id, message_id,"
                        + " associated_at) SELECT session_id, file_id, message_id, associated_at"
                        + " FROM session_file_associations WHERE file_id = '" + file + "'"))
                .as("the table itself refuses a second association")
                .hasMessageContaining("UNIQUE constraint failed");
    }

    @Test
    @DisplayName("defect 4: a copy and a deduplicated upload keep what was said of them")
    void what_is_said_of_a_deduplicated_upload_is_kept() {
        store.add(SESSION, NewFile.named("a.txt").by("ada"), BYTES);
        StoredFile second = store.add(SESSION, NewFile.named("b.md").by("bob").metadata(Map.of("k", "v")), BYTES);
        assertThat(second.name().value()).isEqualTo("b.md");
        assertThat(second.mimeType()).isEqualTo("text/markdown");
        assertThat(second.uploadedBy()).isEqualTo("bob");
        assertThat(second.metadata()).containsEntry("k", "v");
        StoredFile copy = files().copy(second.id(), null, FileName.of("c.md"));
        files().rename(copy.id(), FileName.of("d.md"));
        assertThat(files().find(second.id()).name().value()).isEqualTo("b.md");
    }

    @Test
    @DisplayName("defect 5: the clean-up queue is filled when something is to be cleaned up, and is processed")
    void the_cleanup_queue_is_filled_at_the_right_time_and_processed() {
        StoredFile file = store.add(SESSION, NewFile.named("a"), BYTES);
        assertThat(store.query("SELECT count(*) FROM file_cleanup_queue")).containsExactly("0");
        files().endSession(SESSION, FilesAtEnd.DELETE, null);
        assertThat(store.query("SELECT cleanup_reason, is_processed, scheduled_deletion_time FROM file_cleanup_queue"))
                .containsExactly("session_ended|0|2026-12-20T12:00:00.000Z");
        store.pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(store.dossier().maintenance().purgeDue()).isZero();
        store.pass(Duration.ofSeconds(1));
        assertThat(store.dossier().maintenance().purgeDue()).isEqualTo(1);
        assertThatThrownBy(() -> files().find(file.id())).isInstanceOf(NotFoundException.class);
        assertThat(store.query("SELECT is_processed FROM file_cleanup_queue")).containsExactly("1");
        assertThat(store.dossier().maintenance().purgeDue()).isZero();
    }

    @Test
    @DisplayName("defect 5: a file restored in time is not purged")
    void a_restored_file_is_not_purged() {
        StoredFile file = store.add(SESSION, NewFile.named("a"), BYTES);
        files().delete(file.id());
        files().restore(file.id());
        store.pass(Duration.ofDays(60));
        assertThat(store.dossier().maintenance().purgeDue()).isZero();
        assertThat(store.read(file)).isEqualTo(BYTES);
    }

    @Test
    @DisplayName("defect 6: a list with deleted files differs from one without, also right after one was asked for")
    void lists_are_never_stale() {
        StoredFile file = store.add(SESSION, NewFile.named("a"), BYTES);
        assertThat(files().list(FileQuery.in(SESSION)).files()).hasSize(1);
        files().delete(file.id());
        assertThat(files().list(FileQuery.in(SESSION)).files()).isEmpty();
        assertThat(files().list(FileQuery.in(SESSION).withDeleted()).files()).hasSize(1);
    }

    @Test
    @DisplayName("defect 7: restore is an operation, and a row that is un-deleted by hand loses its time of deletion")
    void restoring_clears_the_time_of_deletion() {
        StoredFile file = store.add(SESSION, NewFile.named("a"), BYTES);
        files().delete(file.id());
        assertThat(files().restore(file.id()).deletedAt()).isNull();
        assertThat(files().accessLog(file.id(), 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.type()).isEqualTo("restore"));
        files().delete(file.id());
        store.execute("UPDATE conversation_files SET is_deleted = 0");
        assertThat(store.query("SELECT deleted_at FROM conversation_files")).containsExactly("null");
        store.execute("UPDATE conversation_files SET is_deleted = 1");
        assertThat(store.query("SELECT deleted_at IS NOT NULL FROM conversation_files"))
                .containsExactly("1");
        files().restore(file.id());
    }

    @Test
    @DisplayName("defect 8: session ids and names never become paths, and names of any length are stored")
    void names_never_become_paths() {
        assertThatThrownBy(() -> SessionId.of("../../etc")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> SessionId.of("..")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> FileName.of("../../etc/passwd")).isInstanceOf(InvalidValueException.class);
        StoredFile longest = store.add(SESSION, NewFile.named("é".repeat(127) + "x"), BYTES);
        assertThat(longest.name().value()).hasSize(128);
        assertThat(store.storedKeys()).allMatch(key -> key.matches("[0-9a-f]{64}-[0-9a-f]{16}"));
        StoredFile copy = files().copy(longest.id(), null, null);
        assertThat(copy.name().value().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    }

    @Test
    @DisplayName("defect 9: an upload that takes its time holds up nobody")
    void a_slow_upload_holds_up_nobody() throws Exception {
        PipedOutputStream client = new PipedOutputStream();
        try (PipedInputStream bytes = new PipedInputStream(client);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<StoredFile> slow = threads.submit(() -> files().add(SESSION, NewFile.named("slow"), bytes));
            client.write(BYTES);
            client.flush();
            StoredFile quick = store.add("quick", "quick");
            assertThat(store.read(quick)).hasSize(5);
            assertThat(files().list(FileQuery.in(SESSION)).totalFiles()).isEqualTo(1);
            assertThat(slow.isDone()).isFalse();
            client.close();
            assertThat(store.read(slow.get())).isEqualTo(BYTES);
        }
    }

    @Test
    @DisplayName("defect 10: bytes are in their place before the row is, and go after the row has gone")
    void bytes_come_before_their_row_and_go_after_it() throws IOException {
        StoredFile file;
        try (StagedContent content = files().stage(new ByteArrayInputStream(BYTES))) {
            assertThat(store.storedKeys())
                    .as("nothing is placed before it has arrived")
                    .isEmpty();
            assertThat(store.temporaryFiles()).hasSize(1);
            file = files().addAll(SESSION, List.of(new StagedFile(NewFile.named("a"), content)))
                    .getFirst();
        }
        assertThat(store.storedKeys()).hasSize(1);
        files().purge(file.id());
        assertThat(store.storedKeys()).as("the commit comes first").hasSize(1);
        store.pass(Duration.ofHours(2));
        store.dossier().maintenance().sweep();
        assertThat(store.storedKeys()).isEmpty();
    }

    @Test
    @DisplayName("defect 11: a replaced content has the size limit of a new one")
    void updating_has_a_size_limit() {
        try (TestStore small =
                TestStore.with(DossierConfig.in(directory.resolve("small")).withLargestFileBytes(10))) {
            StoredFile file = small.add("a", "0123456789");
            assertThatThrownBy(() -> small.files().updateContent(file.id(), new ByteArrayInputStream(new byte[11])))
                    .isInstanceOf(TooLargeException.class)
                    .hasMessageContaining("10 bytes");
            assertThat(small.read(file)).hasSize(10);
            assertThat(small.temporaryFiles()).isEmpty();
        }
    }

    @Test
    @DisplayName("defect 11: wildcards in a search are characters")
    void wildcards_are_characters() {
        store.add("100%.txt", "1");
        store.add("100 percent.txt", "2");
        store.add("a_b.txt", "3");
        store.add("aXb.txt", "4");
        store.add("back\\slash".replace("\\", ""), "5");
        assertThat(names(files().search("0%"))).containsExactly("100%.txt");
        assertThat(names(files().search("a_b"))).containsExactly("a_b.txt");
        assertThat(names(files().search("\\"))).isEmpty();
        assertThat(names(files().search("PERCENT"))).containsExactly("100 percent.txt");
    }

    @Test
    @DisplayName("defect 11: the extension is what follows the last dot")
    void the_extension_follows_the_last_dot() {
        assertThat(FileName.of("archive.tar.gz").extension()).isEqualTo(".gz");
        assertThat(FileName.of("archive.tar.gz").stem()).isEqualTo("archive.tar");
        assertThat(FileName.of(".profile").extension()).isEmpty();
        assertThat(FileName.of("none").extension()).isEmpty();
    }

    @Test
    @DisplayName("defect 11: page sizes are validated")
    void page_sizes_are_validated() {
        for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, 1001}) {
            assertThatThrownBy(() -> FileQuery.in(SESSION).page(limit, null)).isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    @DisplayName("defect 12: every type is accepted and told by the bytes, never by the client")
    void types_are_told_by_the_bytes() {
        byte[] pdf = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
        byte[] gif = "GIF89a......".getBytes(StandardCharsets.US_ASCII);
        byte[] html = "<!DOCTYPE html><html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
        assertThat(store.add(SESSION, NewFile.named("a.txt"), pdf).mimeType()).isEqualTo("application/pdf");
        assertThat(store.add(SESSION, NewFile.named("a"), gif).mimeType()).isEqualTo("image/gif");
        assertThat(store.add(SESSION, NewFile.named("a.png"), html).mimeType()).isEqualTo("text/html");
        assertThat(store.add(SESSION, NewFile.named("a.exotic"), new byte[] {0, 1, 2})
                        .mimeType())
                .isEqualTo("application/octet-stream");
    }

    @Test
    @DisplayName("defect 14: ownership is decided, an unknown mode is refused, and nobody's session stays nobody's")
    void ownership_is_decided() {
        assertThatThrownBy(() -> AccessMode.parse("enforce"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Unknown access mode \"enforce\". Use disabled, log_only or enforced.");
        try (TestStore enforced = TestStore.in(directory.resolve("enforced"), AccessMode.ENFORCED)) {
            StoredFile file = enforced.add("a", "x");
            ConversationFileManager mallory = enforced.files().as(Actor.named("mallory"));
            assertThatThrownBy(() -> mallory.find(file.id())).isInstanceOf(NotFoundException.class);
            enforced.execute("UPDATE sessions SET owner = NULL");
            assertThatThrownBy(() -> mallory.find(file.id())).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> enforced.files().find(file.id())).isInstanceOf(NotFoundException.class);
            assertThat(enforced.query("SELECT owner FROM sessions")).containsExactly("null");
        }
    }

    private static List<String> names(FileListing listing) {
        return listing.files().stream().map(file -> file.name().value()).toList();
    }
}
