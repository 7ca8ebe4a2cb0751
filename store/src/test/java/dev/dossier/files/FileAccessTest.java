package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.audit.AccessEntry;
import dev.dossier.errors.NotFoundException;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Who may use whose files (R32, defect 14)")
class FileAccessTest {
    private static final Actor ADA = Actor.named("ada");
    private static final Actor MALLORY = Actor.named("mallory");
    private static final Actor ROOT = Actor.administrator("root");

    @TempDir
    Path directory;

    static Stream<Named<BiConsumer<ConversationFileManager, FileId>>> operations() {
        return Stream.of(
                Named.of("find", (files, id) -> files.find(id)),
                Named.of("open", (files, id) -> files.open(id).close()),
                Named.of("view", (files, id) -> files.view(id).close()),
                Named.of("read text", (files, id) -> files.readText(id)),
                Named.of("preview", (files, id) -> files.preview(id)),
                Named.of("rename", (files, id) -> files.rename(id, FileName.of("x"))),
                Named.of("edit", (files, id) -> files.edit(id, new FileEdit(null, Map.of("k", "v")))),
                Named.of("copy", (files, id) -> files.copy(id, null, null)),
                Named.of("move", (files, id) -> files.move(id, SessionId.of("elsewhere"))),
                Named.of("access log", (files, id) -> files.accessLog(id, 10)),
                Named.of("list the session", (files, id) -> files.list(FileQuery.in(SESSION))),
                Named.of("delete the session's files", (files, id) -> files.deleteSessionFiles(SESSION, false)),
                Named.of("transfer", (files, id) -> files.transfer(SESSION, SessionId.of("elsewhere"), Transfer.COPY)),
                Named.of("end the session", (files, id) -> files.endSession(SESSION, FilesAtEnd.KEEP, null)),
                Named.of("add to the session", (files, id) -> add(files)),
                Named.of("replace", (files, id) -> replace(files, id)),
                Named.of("delete", (files, id) -> files.delete(id)),
                Named.of("purge", (files, id) -> files.purge(id)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_stranger_finds_nothing_and_the_refusal_is_logged(BiConsumer<ConversationFileManager, FileId> operation) {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            assertThatThrownBy(() -> operation.accept(store.files().as(MALLORY), file.id()))
                    .isInstanceOf(NotFoundException.class);
            assertThat(store.query("SELECT accessed_by, session_id FROM file_access_log WHERE access_type = 'refuse'"))
                    .containsExactly("mallory|s-1");
            assertThat(store.files().as(ADA).find(file.id())).isEqualTo(file);
            store.dossier().maintenance().sweep();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void the_owner_may(BiConsumer<ConversationFileManager, FileId> operation) {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            operation.accept(store.files().as(ADA), file.id());
            assertThat(store.query("SELECT count(*) FROM file_access_log WHERE access_type = 'refuse'"))
                    .containsExactly("0");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_administrator_may_and_the_reason_is_logged(BiConsumer<ConversationFileManager, FileId> operation) {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            operation.accept(store.files().as(ROOT), file.id());
            assertThat(store.query("SELECT count(*) > 0 FROM file_access_log WHERE accessed_by = 'root'"
                            + " AND json_extract(access_metadata, '$.reason') = 'administrator'"))
                    .containsExactly("1");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void log_only_decides_and_logs_and_does_not_refuse(BiConsumer<ConversationFileManager, FileId> operation) {
        try (TestStore store = TestStore.in(directory, AccessMode.LOG_ONLY)) {
            StoredFile file = adas(store);
            assertThatCode(() -> operation.accept(store.files().as(MALLORY), file.id()))
                    .doesNotThrowAnyException();
            assertThat(store.query("SELECT count(*) > 0 FROM file_access_log WHERE access_type = 'refuse'"
                            + " AND accessed_by = 'mallory' AND json_extract(access_metadata, '$.mode') = 'log_only'"))
                    .containsExactly("1");
        }
    }

    @Test
    void an_unknown_file_and_a_hidden_one_are_told_apart_by_nothing() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            ConversationFileManager mallory = store.files().as(MALLORY);
            FileId unknown = FileId.random();
            assertThatThrownBy(() -> mallory.find(unknown)).hasMessage("There is no file " + unknown + ".");
            assertThatThrownBy(() -> mallory.find(file.id())).hasMessage("There is no file " + file.id() + ".");
        }
    }

    @Test
    void an_unknown_file_is_refused_and_logged_like_a_hidden_one() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            FileId unknown = FileId.random();
            ConversationFileManager mallory = store.files().as(MALLORY);
            for (FileId id : new FileId[] {file.id(), unknown}) {
                assertThatThrownBy(() -> mallory.find(id)).isInstanceOf(NotFoundException.class);
                assertThatThrownBy(() -> mallory.accessLog(id, 10)).isInstanceOf(NotFoundException.class);
            }
            assertThat(store.query("SELECT file_id, access_metadata FROM file_access_log"
                            + " WHERE access_type = 'refuse' ORDER BY log_id"))
                    .containsExactly(
                            file.id() + "|{\"action\":\"read\",\"result\":\"hidden\"}",
                            file.id() + "|{\"action\":\"inspect\",\"result\":\"hidden\"}",
                            unknown + "|{\"action\":\"read\",\"result\":\"absent\"}",
                            unknown + "|{\"action\":\"inspect\",\"result\":\"absent\"}");
        }
    }

    @Test
    void an_administrators_own_words_are_logged_and_whoever_asks_through_another_with_the_other() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            store.files().as(ROOT.because("ticket 42")).find(file.id());
            store.files().as(ADA.via("crawler")).rename(file.id(), FileName.of("b.txt"));
            assertThat(store.query("SELECT accessed_by, access_metadata FROM file_access_log"
                            + " WHERE access_type IN ('view', 'rename') ORDER BY log_id"))
                    .containsExactly(
                            "root|{\"action\":\"read\",\"reason\":\"administrator: ticket 42\"}",
                            "ada|{\"previous_filename\":\"a.txt\",\"via\":\"crawler\"}");
        }
    }

    @Test
    void an_administrator_who_looks_at_everything_is_logged() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            adas(store);
            assertThat(store.files().as(ROOT).statistics().totalFiles()).isEqualTo(1);
            assertThat(store.files().as(ROOT).list(FileQuery.all()).totalFiles())
                    .isEqualTo(1);
            assertThat(store.dossier().sessions().as(ROOT).list(10, null).sessions())
                    .hasSize(1);
            assertThat(store.query("SELECT count(*) FROM file_access_log WHERE accessed_by = 'root'"
                            + " AND access_type = 'view' AND session_id IS NULL"))
                    .containsExactly("3");
        }
    }

    @Test
    void that_others_have_the_same_bytes_is_not_told() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            adas(store);
            ConversationFileManager mallory = store.files().as(MALLORY);
            SessionId own = SessionId.of("m");
            assertThat(mallory.createText(own, NewFile.named("a"), "secret").deduplicated())
                    .isFalse();
            assertThat(mallory.createText(own, NewFile.named("b"), "secret").deduplicated())
                    .isTrue();
            assertThat(store.files()
                            .as(ROOT)
                            .createText(SESSION, NewFile.named("c"), "secret")
                            .deduplicated())
                    .isTrue();
            assertThat(store.storedKeys()).hasSize(1);
        }
    }

    @Test
    void sums_are_over_what_one_may_see() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            adas(store);
            store.files().as(MALLORY).createText(SessionId.of("m"), NewFile.named("m"), "four");
            StorageStatistics sums = store.files().as(MALLORY).statistics();
            assertThat(sums.totalFiles()).isEqualTo(1);
            assertThat(sums.totalSizeBytes()).isEqualTo(4);
            assertThat(sums.storedSizeBytes()).isEqualTo(4);
            assertThat(sums.totalSessions()).isEqualTo(1);
            assertThat(store.dossier().health().quarantinedFiles()).isZero();
        }
    }

    @Test
    void asking_ahead_refuses_before_any_bytes_come_and_logs_only_that() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            ConversationFileManager mallory = store.files().as(MALLORY);
            assertThatThrownBy(() -> mallory.askToAdd(SESSION)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> mallory.askToChange(file.id())).isInstanceOf(NotFoundException.class);
            mallory.askToAdd(SessionId.of("new"));
            store.files().as(ADA).askToChange(file.id());
            store.files().as(ROOT).askToChange(file.id());
            assertThat(store.query("SELECT accessed_by FROM file_access_log WHERE access_type IN ('refuse', 'view')"))
                    .containsExactly("mallory", "mallory");
            assertThat(store.query("SELECT count(*) FROM sessions")).containsExactly("1");
        }
    }

    @Test
    void lists_of_everything_hold_only_ones_own() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            adas(store);
            assertThat(store.files().as(MALLORY).list(FileQuery.all()).totalFiles())
                    .isZero();
            assertThat(store.files().as(ADA).list(FileQuery.all()).totalFiles()).isEqualTo(1);
            assertThat(store.files().as(ROOT).list(FileQuery.all()).totalFiles())
                    .isEqualTo(1);
            assertThat(store.dossier().sessions().as(MALLORY).list(10, null).totalSessions())
                    .isZero();
            assertThat(store.dossier().sessions().as(ADA).list(10, null).totalSessions())
                    .isEqualTo(1);
            assertThat(store.dossier().sessions().as(ROOT).list(10, null).sessions())
                    .hasSize(1);
            assertThatThrownBy(() -> store.dossier().sessions().as(MALLORY).find(SESSION))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void the_log_of_a_purged_file_stays_with_its_owner() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            store.files().as(ADA).purge(file.id());
            assertThat(store.files().as(ADA).accessLog(file.id(), 10)).hasSize(2);
            assertThatThrownBy(() -> store.files().as(MALLORY).accessLog(file.id(), 10))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void the_log_of_a_purged_file_does_not_go_to_who_takes_its_sessions_name() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            StoredFile file = adas(store);
            ConversationFileManager ada = store.files().as(ADA);
            ConversationFileManager mallory = store.files().as(MALLORY);
            store.dossier().sessions().as(ADA).share(SESSION, "mallory", Grant.READER);
            ada.endSession(SESSION, FilesAtEnd.DELETE, null);
            ada.purge(file.id());
            store.dossier().maintenance().forgetOld();
            mallory.createText(SESSION, NewFile.named("m"), "m");
            store.dossier().sessions().as(MALLORY).share(SESSION, "bob", Grant.READER);

            FileId unknown = FileId.random();
            for (Actor other : new Actor[] {MALLORY, Actor.named("bob")}) {
                for (FileId id : new FileId[] {file.id(), unknown}) {
                    assertThatThrownBy(() -> store.files().as(other).accessLog(id, 10))
                            .isInstanceOf(NotFoundException.class)
                            .hasMessage("There is no file " + id + ".");
                }
            }
            assertThat(store.files().as(ROOT).accessLog(file.id(), 10)).isNotEmpty();
            assertThatThrownBy(() -> mallory.accessLog(file.id(), 10))
                    .as("an administrator's look makes nobody its owner")
                    .isInstanceOf(NotFoundException.class);
            assertThat(ada.accessLog(file.id(), 10))
                    .extracting(AccessEntry::type)
                    .contains("upload", "purge");
        }
    }

    private static StoredFile adas(TestStore store) {
        return store.files().as(ADA).createText(SESSION, NewFile.named("a.txt"), "secret");
    }

    private static void add(ConversationFileManager files) {
        files.createText(SESSION, NewFile.named("more.txt"), "more");
    }

    private static void replace(ConversationFileManager files, FileId id) {
        try {
            files.updateContent(id, new ByteArrayInputStream(new byte[1]));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
