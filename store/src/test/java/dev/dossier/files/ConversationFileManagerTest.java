package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.NotTextException;
import dev.dossier.errors.PreconditionFailedException;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Operations on files (reference section 3)")
class ConversationFileManagerTest {
    private static final SessionId OTHER = SessionId.of("s-2");

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
    void an_added_file_has_everything_that_was_said_of_it() throws IOException {
        NewFile file = NewFile.named("report.pdf")
                .by("ada")
                .inMessage("m-1")
                .as(AssociationType.GENERATED)
                .metadata(Map.of("page", "1", "title", "تقرير 📄"));
        StoredFile added = files().add(SESSION, file, stream("%PDF-1.7 text"));

        assertThat(added).isEqualTo(files().find(added.id()));
        assertThat(added.name().value()).isEqualTo("report.pdf");
        assertThat(added.session()).isEqualTo(SESSION);
        assertThat(added.uploadedBy()).isEqualTo("ada");
        assertThat(added.messageId()).isEqualTo("m-1");
        assertThat(added.associationType()).isEqualTo(AssociationType.GENERATED);
        assertThat(added.mimeType()).isEqualTo("application/pdf");
        assertThat(added.sizeBytes()).isEqualTo(13);
        assertThat(added.sha256()).isEqualTo("d2a7cbfc25129e09607979d6cfa7e1a96fc9a583b273207aab90dfaf8ee0cab4");
        assertThat(added.uploadedAt()).isEqualTo(store.now());
        assertThat(added.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("page", "1", "title", "تقرير 📄"));
        assertThat(added.deduplicated()).isFalse();
        assertThat(added.isDeleted()).isFalse();
        assertThat(store.read(added)).isEqualTo("%PDF-1.7 text".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_answer_to_an_upload_is_what_is_read_later_to_the_millisecond() {
        store.pass(Duration.ofNanos(123_456_789));
        StoredFile added = store.add("a", "x");
        assertThat(added).isEqualTo(files().find(added.id()));
    }

    @Test
    void an_empty_file_is_a_file() {
        StoredFile added = store.add("empty.txt", "");
        assertThat(added.sizeBytes()).isZero();
        assertThat(added.sha256()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(store.read(added)).isEmpty();
        assertThat(files().readText(added.id())).isEmpty();
    }

    @Test
    void a_part_of_the_content_can_be_read_and_so_can_a_stream_of_it() throws IOException {
        StoredFile added = store.add("a.txt", "0123456789");
        try (FileContent content = files().view(added.id())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.transferTo(3, 4, out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("3456");
            assertThat(content.stream().readAllBytes()).isEqualTo("0123456789".getBytes(StandardCharsets.UTF_8));
            assertThat(content.stream().read()).isEqualTo('0');
        }
    }

    @Test
    void text_is_created_and_read() {
        StoredFile note = files().createText(SESSION, NewFile.named("note.md"), "# مرحبا 🌍");
        assertThat(files().readText(note.id())).isEqualTo("# مرحبا 🌍");
    }

    @Test
    void a_binary_file_is_not_read_as_text() {
        StoredFile image = store.add(SESSION, NewFile.named("a.png"), png());
        assertThatThrownBy(() -> files().readText(image.id()))
                .isInstanceOf(NotTextException.class)
                .hasMessage("File is binary and cannot be read as text");
        StoredFile latin = store.add(
                SESSION, NewFile.named("a.txt"), "na\u00efve caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> files().readText(latin.id())).isInstanceOf(NotTextException.class);
    }

    @Test
    void renaming_answers_with_the_previous_name() {
        StoredFile file = store.add("old.txt", "x");
        assertThat(files().rename(file.id(), FileName.of("new.txt")).value()).isEqualTo("old.txt");
        assertThat(files().find(file.id()).name().value()).isEqualTo("new.txt");
        assertThat(files().accessLog(file.id(), 10).getFirst().details()).containsEntry("previous_filename", "old.txt");
    }

    @Test
    void metadata_is_set_replaced_and_removed() {
        StoredFile file = store.add(SESSION, NewFile.named("a").metadata(Map.of("a", "1", "b", "2")), new byte[1]);
        Map<String, @Nullable String> change = new HashMap<>();
        change.put("a", null);
        change.put("b", "3");
        change.put("c", "4");
        Edited edited = files().edit(file.id(), new FileEdit(null, change));
        assertThat(edited.file().metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("b", "3", "c", "4"));
        assertThat(edited.previousName().value()).isEqualTo("a");
    }

    @Test
    void metadata_has_limits() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put("key-" + i, "v");
        }
        StoredFile file = store.add(SESSION, NewFile.named("a").metadata(many), new byte[1]);
        assertThatThrownBy(() -> files().edit(file.id(), new FileEdit(null, Map.of("one more", "v"))))
                .isInstanceOf(InvalidValueException.class);
        assertThat(files().find(file.id()).metadata()).hasSize(100);
        assertThatThrownBy(() -> NewFile.named("a").metadata(Map.of("", "v")))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> NewFile.named("a").metadata(Map.of("k", "v".repeat(65_537))))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> NewFile.named("a").inMessage("m".repeat(256)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void content_is_replaced_and_the_old_bytes_go_with_the_sweep() throws IOException {
        StoredFile file = store.add("a.txt", "one");
        StoredFile updated = files().updateContent(file.id(), stream("<html>two"));
        assertThat(updated.sizeBytes()).isEqualTo(9);
        assertThat(updated.mimeType()).isEqualTo("text/html");
        assertThat(store.read(updated)).isEqualTo("<html>two".getBytes(StandardCharsets.UTF_8));
        assertThat(store.storedKeys()).hasSize(2);
        store.pass(Duration.ofHours(2));
        assertThat(store.dossier().maintenance().sweep().blobs()).isEqualTo(1);
        assertThat(store.storedKeys()).hasSize(1);
    }

    @Test
    void content_is_replaced_only_when_it_is_what_the_client_saw() throws IOException {
        StoredFile file = store.add("a.txt", "one");
        try (var content = files().stage(stream("two"))) {
            assertThatThrownBy(() -> files().updateContent(file.id(), content, "0".repeat(64)))
                    .isInstanceOf(PreconditionFailedException.class);
        }
        assertThat(store.read(file)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        try (var content = files().stage(stream("two"))) {
            assertThat(files().updateContent(file.id(), content, file.sha256()).sizeBytes())
                    .isEqualTo(3);
        }
    }

    @Test
    void the_same_content_again_changes_nothing_that_is_stored() throws IOException {
        StoredFile file = store.add("a.txt", "one");
        files().updateContent(file.id(), stream("one"));
        store.pass(Duration.ofHours(2));
        store.dossier().maintenance().sweep();
        assertThat(store.read(file)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_copy_has_its_own_name_and_may_go_to_another_session() {
        StoredFile file = store.add(SESSION, NewFile.named("a.txt").metadata(Map.of("k", "v")), new byte[] {1});
        StoredFile copy = files().copy(file.id(), null, null);
        assertThat(copy.name().value()).isEqualTo("Copy of a.txt");
        assertThat(copy.session()).isEqualTo(SESSION);
        assertThat(copy.metadata()).containsEntry("k", "v");
        StoredFile elsewhere = files().copy(file.id(), OTHER, FileName.of("b.txt"));
        assertThat(elsewhere.session()).isEqualTo(OTHER);
        assertThat(elsewhere.name().value()).isEqualTo("b.txt");
        assertThat(store.storedKeys()).hasSize(1);
    }

    @Test
    void a_file_moves_to_another_session() {
        StoredFile file = store.add("a.txt", "x");
        assertThat(files().move(file.id(), OTHER).session()).isEqualTo(OTHER);
        assertThat(files().list(FileQuery.in(SESSION)).files()).isEmpty();
        assertThat(files().list(FileQuery.in(OTHER)).files()).hasSize(1);
        assertThat(files().move(file.id(), OTHER).session()).isEqualTo(OTHER);
    }

    @Test
    void deleting_hides_restoring_brings_back_and_clears_the_time() {
        StoredFile file = store.add("a.txt", "x");
        files().delete(file.id());
        assertThat(files().find(file.id()).deletedAt()).isEqualTo(store.now());
        assertThat(files().list(FileQuery.in(SESSION)).files()).isEmpty();
        assertThat(files().list(FileQuery.in(SESSION).withDeleted()).files()).hasSize(1);
        assertThatThrownBy(() -> files().open(file.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().delete(file.id())).isInstanceOf(NotFoundException.class);
        assertThat(files().restore(file.id()).deletedAt()).isNull();
        assertThat(store.query("SELECT is_deleted, deleted_at FROM conversation_files"))
                .containsExactly("0|null");
        assertThat(store.query("SELECT count(*) FROM v_pending_cleanups")).containsExactly("0");
        assertThatThrownBy(() -> files().restore(file.id())).isInstanceOf(ConflictException.class);
    }

    @Test
    void purging_removes_the_file_and_at_last_its_bytes() {
        StoredFile file = store.add("a.txt", "x");
        files().delete(file.id());
        files().purge(file.id());
        assertThatThrownBy(() -> files().find(file.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().restore(file.id())).isInstanceOf(NotFoundException.class);
        store.pass(Duration.ofHours(2));
        store.dossier().maintenance().sweep();
        assertThat(store.storedKeys()).isEmpty();
    }

    @Test
    void the_files_of_a_session_are_deleted_softly_or_for_good_and_counted() {
        store.add("a", "1");
        store.add("b", "2");
        assertThat(files().deleteSessionFiles(SESSION, false)).isEqualTo(2);
        store.add("c", "3");
        assertThat(files().deleteSessionFiles(SESSION, true)).isEqualTo(3);
        assertThat(files().list(FileQuery.in(SESSION).withDeleted()).totalFiles())
                .isZero();
    }

    @Test
    void cleaning_up_a_session_purges_what_is_deleted_and_leaves_the_rest() {
        StoredFile gone = store.add("a", "1");
        store.add("b", "2");
        files().delete(gone.id());
        assertThat(files().cleanUpSession(SESSION)).isEqualTo(1);
        assertThat(files().list(FileQuery.in(SESSION).withDeleted()).totalFiles())
                .isEqualTo(1);
    }

    @Test
    void files_are_transferred_to_the_shared_area_by_copy_or_move() {
        store.add(SESSION, NewFile.named("a").metadata(Map.of("k", "v")), new byte[] {1});
        store.add("b", "2");
        List<StoredFile> copies = files().transfer(SESSION, SessionId.SHARED, Transfer.COPY);
        assertThat(copies).extracting(file -> file.name().value()).containsExactlyInAnyOrder("a", "b");
        assertThat(copies).anySatisfy(copy -> assertThat(copy.metadata()).containsEntry("k", "v"));
        assertThat(files().list(FileQuery.in(SESSION)).totalFiles()).isEqualTo(2);
        assertThat(files().transfer(SESSION, OTHER, Transfer.MOVE)).hasSize(2);
        assertThat(files().list(FileQuery.in(SESSION)).totalFiles()).isZero();
        assertThatThrownBy(() -> files().transfer(OTHER, OTHER, Transfer.COPY))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void ending_a_session_deletes_keeps_or_transfers_its_files() {
        store.add("a", "1");
        assertThat(files().endSession(SESSION, FilesAtEnd.KEEP, null).files()).isEqualTo(1);
        assertThat(store.dossier().sessions().find(SESSION).endedAt()).isEqualTo(store.now());
        assertThat(files().endSession(SESSION, FilesAtEnd.TRANSFER, OTHER).files())
                .isEqualTo(1);
        SessionEnd end = files().endSession(OTHER, FilesAtEnd.DELETE, null);
        assertThat(end.files()).isEqualTo(1);
        assertThat(end.session().totalFiles()).isZero();
        assertThatThrownBy(() -> files().endSession(OTHER, FilesAtEnd.TRANSFER, null))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> files().endSession(SessionId.of("nobody"), FilesAtEnd.KEEP, null))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void uploading_to_an_ended_session_opens_it_again() {
        store.add("a", "1");
        files().endSession(SESSION, FilesAtEnd.DELETE, null);
        store.add("b", "2");
        assertThat(store.dossier().sessions().find(SESSION).endedAt()).isNull();
    }

    @Test
    void previews_show_texts_images_and_the_rest() {
        StoredFile text = store.add("a.txt", "é".repeat(20_000));
        Preview preview = files().preview(text.id());
        assertThat(preview.kind()).isEqualTo(Preview.Kind.TEXT);
        assertThat(preview.text()).isEqualTo("é".repeat(10_240));
        assertThat(preview.truncated()).isTrue();
        assertThat(files().preview(store.add("b.txt", "short").id()).truncated())
                .isFalse();
        StoredFile image = store.add(SESSION, NewFile.named("a.png"), png());
        assertThat(files().preview(image.id()).kind()).isEqualTo(Preview.Kind.IMAGE);
        StoredFile drawing = store.add("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        assertThat(files().preview(drawing.id()).kind()).isNotEqualTo(Preview.Kind.IMAGE);
        StoredFile archive = store.add(SESSION, NewFile.named("a.zip"), new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThat(files().preview(archive.id()).kind()).isEqualTo(Preview.Kind.METADATA);
        StoredFile latin = store.add(
                SESSION, NewFile.named("l.txt"), "na\u00efve caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files().preview(latin.id()).kind()).isEqualTo(Preview.Kind.METADATA);
    }

    @Test
    void a_preview_never_cuts_a_character_in_two() {
        StoredFile emoji = store.add("a.txt", "🌍".repeat(10_241));
        assertThat(files().preview(emoji.id()).text()).isEqualTo("🌍".repeat(10_240));
    }

    @Test
    void statistics_count_everything_once() {
        store.add("a", "123");
        store.add(OTHER, NewFile.named("b"), new byte[] {'1', '2', '3'});
        StoredFile gone = store.add("c", "12345");
        files().delete(gone.id());
        assertThat(files().statistics()).isEqualTo(new StorageStatistics(2, 6, 2, 1, 5, 8, 0));
    }

    @Test
    void a_file_ceases_to_be_seen_when_its_time_is_over() {
        StoredFile file =
                store.add(SESSION, NewFile.named("a").until(store.now().plusSeconds(60)), new byte[] {1});
        assertThat(files().find(file.id()).expiresAt()).isEqualTo(store.now().plusSeconds(60));
        store.pass(Duration.ofSeconds(60));
        assertThatThrownBy(() -> files().find(file.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().open(file.id())).isInstanceOf(NotFoundException.class);
        assertThat(files().list(FileQuery.in(SESSION)).totalFiles()).isZero();
        assertThat(files().statistics().totalFiles()).isZero();
        assertThat(store.dossier().sessions().find(SESSION).totalFiles()).isZero();
        assertThat(store.dossier().maintenance().purgeDue()).isEqualTo(1);
        assertThat(store.query("SELECT count(*) FROM conversation_files")).containsExactly("0");
    }

    @Test
    void several_files_are_added_all_or_none() throws IOException {
        try (var one = files().stage(stream("1"));
                var two = files().stage(stream("2"))) {
            NewFile file = NewFile.named("x");
            List<StoredFile> added =
                    files().addAll(SESSION, List.of(new StagedFile(file, one), new StagedFile(file, two)));
            assertThat(added).hasSize(2);
        }
        assertThat(files().list(FileQuery.in(SESSION)).totalFiles()).isEqualTo(2);
    }

    @Test
    void a_stream_that_fails_leaves_nothing() {
        InputStream broken = new SequenceInputStream(stream("begin"), new BrokenStream());
        assertThatThrownBy(() -> files().add(SESSION, NewFile.named("x"), broken))
                .hasMessage("gone");
        assertThat(store.temporaryFiles()).isEmpty();
        assertThat(store.query("SELECT count(*) FROM sessions")).containsExactly("0");
    }

    @Test
    @DisplayName("unknown files are not found, whatever is done to them")
    void unknown_files() {
        FileId id = FileId.random();
        assertThatThrownBy(() -> files().find(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().open(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().rename(id, FileName.of("x"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().delete(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().purge(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().copy(id, null, null)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().accessLog(id, 10)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> files().updateContent(id, stream("x"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> FileId.of("../../etc/passwd")).isInstanceOf(NotFoundException.class);
        assertThat(store.storedKeys()).isEmpty();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] png() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    }

    /** A client that goes away. */
    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("gone");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("gone");
        }
    }
}
