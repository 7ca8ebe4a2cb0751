package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.sessions.SessionId;
import dev.dossier.sessions.SessionListing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Lists of files and sessions")
class FileListingTest {
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

    @ParameterizedTest
    @EnumSource(FileQuery.Sort.class)
    void every_order_pages_through_every_file_once(FileQuery.Sort sort) {
        for (int i = 0; i < 23; i++) {
            store.add("file-" + i % 7, "x".repeat(i % 5));
            store.pass(Duration.ofMillis(i % 3));
        }
        for (FileQuery.Order order : FileQuery.Order.values()) {
            FileQuery query = FileQuery.in(SESSION).sorted(sort, order);
            List<StoredFile> all = store.files().list(query).files();
            assertThat(all).hasSize(23);
            assertThat(paged(query, 4)).containsExactlyElementsOf(all);
        }
    }

    private List<StoredFile> paged(FileQuery query, int size) {
        List<StoredFile> files = new ArrayList<>();
        String cursor = null;
        do {
            FileListing page = store.files().list(query.page(size, cursor));
            assertThat(page.totalFiles()).isEqualTo(23);
            files.addAll(page.files());
            cursor = page.nextCursor();
        } while (cursor != null);
        return files;
    }

    @Test
    void orders_are_by_name_date_size_and_type() {
        store.add("b.txt", "1");
        store.pass(Duration.ofSeconds(1));
        store.add("a.html", "<html>");
        store.pass(Duration.ofSeconds(1));
        store.add("c.txt", "12");
        assertThat(names(FileQuery.Sort.NAME, FileQuery.Order.ASC)).containsExactly("a.html", "b.txt", "c.txt");
        assertThat(names(FileQuery.Sort.DATE, FileQuery.Order.DESC)).containsExactly("c.txt", "a.html", "b.txt");
        assertThat(names(FileQuery.Sort.SIZE, FileQuery.Order.DESC)).containsExactly("a.html", "c.txt", "b.txt");
        assertThat(names(FileQuery.Sort.TYPE, FileQuery.Order.ASC)).startsWith("a.html");
    }

    private List<String> names(FileQuery.Sort sort, FileQuery.Order order) {
        return store.files().list(FileQuery.in(SESSION).sorted(sort, order)).files().stream()
                .map(file -> file.name().value())
                .toList();
    }

    @Test
    void a_position_outlives_its_file() {
        store.add("a", "1");
        StoredFile second = store.add("b", "2");
        store.add("c", "3");
        FileQuery byName = FileQuery.in(SESSION).sorted(FileQuery.Sort.NAME, FileQuery.Order.ASC);
        String cursor = store.files().list(byName.page(2, null)).nextCursor();
        store.files().purge(second.id());
        assertThat(store.files().list(byName.page(2, cursor)).files())
                .extracting(file -> file.name().value())
                .containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!", "bm9uZQ", "YQpi"})
    void a_cursor_that_is_none_is_malformed(String cursor) {
        store.add("a", "1");
        FileQuery bySize = FileQuery.in(SESSION).sorted(FileQuery.Sort.SIZE, FileQuery.Order.ASC);
        assertThatThrownBy(() -> store.files().list(bySize.page(10, cursor))).isInstanceOf(MalformedException.class);
    }

    @Test
    void words_that_name_no_choice_are_refused() {
        assertThatThrownBy(() -> FileQuery.Sort.parse("colour")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> FileQuery.Order.parse("up")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> AssociationType.parse("gift")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> FilesAtEnd.parse("burn")).isInstanceOf(InvalidValueException.class);
        assertThat(FileQuery.Sort.parse("type")).isEqualTo(FileQuery.Sort.TYPE);
        assertThat(FileQuery.Order.parse("asc")).isEqualTo(FileQuery.Order.ASC);
        assertThat(FileQuery.Order.parse("desc")).isEqualTo(FileQuery.Order.DESC);
        assertThat(FilesAtEnd.parse("keep")).isEqualTo(FilesAtEnd.KEEP);
    }

    @Test
    void a_list_of_an_unknown_session_is_not_found_and_a_list_of_everything_is() {
        store.add("a", "1");
        store.add(SessionId.of("s-2"), NewFile.named("b"), new byte[1]);
        assertThatThrownBy(() -> store.files().list(FileQuery.in(SessionId.of("nobody"))))
                .isInstanceOf(NotFoundException.class);
        assertThat(store.files().list(FileQuery.all()).totalFiles()).isEqualTo(2);
    }

    @Test
    void sessions_are_listed_page_by_page_with_their_sums() {
        for (int i = 0; i < 7; i++) {
            store.add(SessionId.of("s-" + i), NewFile.named("a"), new byte[i]);
        }
        List<String> names = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            SessionListing page = store.dossier().sessions().list(3, cursor);
            assertThat(page.totalSessions()).isEqualTo(7);
            page.sessions().forEach(session -> {
                names.add(session.id().value());
                assertThat(session.totalFiles()).isEqualTo(1);
                assertThat(session.totalSizeBytes())
                        .isEqualTo(session.id().value().charAt(2) - '0');
                assertThat(session.owner()).isEqualTo("local");
                assertThat(session.createdAt()).isEqualTo(store.now());
            });
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(names).containsExactly("s-0", "s-1", "s-2", "s-3", "s-4", "s-5", "s-6");
        assertThatThrownBy(() -> store.dossier().sessions().list(0, null)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> store.dossier().sessions().find(SessionId.of("nobody")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void an_ended_session_without_files_is_forgotten() {
        StoredFile file = store.add("a", "1");
        store.files().endSession(SESSION, FilesAtEnd.DELETE, null);
        store.dossier().maintenance().forgetOld();
        assertThat(store.dossier().sessions().find(SESSION).totalFiles()).isZero();
        store.files().purge(file.id());
        store.pass(Duration.ofDays(91));
        assertThat(store.dossier().maintenance().forgetOld()).isPositive();
        assertThatThrownBy(() -> store.dossier().sessions().find(SESSION)).isInstanceOf(NotFoundException.class);
        assertThat(store.query("SELECT access_type FROM file_access_log"))
                .as("that there was something is all that is left")
                .containsExactly("anchor");
        store.dossier().maintenance().sweep();
    }
}
