package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.access.Actor;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.retention.HoldSubject;
import dev.dossier.retention.LegalHold;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("R34 every change and every refusal has an entry that tells what it was")
class LoggedChangesTest {
    private static final SessionId AWAY = SessionId.of("away");

    @TempDir
    Path directory;

    private TestStore store;
    private StoredFile file;

    @BeforeEach
    void open() {
        store = TestStore.in(directory);
        file = store.add("a.txt", "text");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> logged(String type) {
        return store.query("SELECT file_id IS NULL, session_id, access_metadata FROM file_access_log"
                + " WHERE access_type = '" + type + "' ORDER BY log_id");
    }

    @Test
    void the_end_of_a_session_with_what_became_of_its_files() {
        store.files().endSession(SESSION, FilesAtEnd.KEEP, null);
        store.files().endSession(SESSION, FilesAtEnd.TRANSFER, AWAY);
        store.files().endSession(AWAY, FilesAtEnd.DELETE, null);

        assertThat(logged("end"))
                .containsExactly(
                        "1|s-1|{\"files\":\"keep\"}",
                        "1|s-1|{\"files\":\"transfer\",\"to_session\":\"away\"}",
                        "1|away|{\"files\":\"delete\"}");
    }

    @Test
    void whose_session_files_went_to_is_taken_out_by_an_erasure() {
        store.files().as(Actor.named("ada")).createText(SessionId.of("adas"), NewFile.named("n"), "adas");
        store.files().endSession(SESSION, FilesAtEnd.TRANSFER, SessionId.of("adas"));
        store.files().purge(file.id());

        store.dossier().erasures().erase("ada");

        assertThat(store.query("SELECT session_id, access_metadata FROM file_access_log"))
                .noneMatch(row -> row.contains("adas"));
    }

    static Stream<Arguments> attempts() {
        return Stream.of(
                attempt("delete", (files, id) -> files.delete(id)),
                attempt("purge", (files, id) -> files.purge(id)),
                attempt("rename", (files, id) -> files.rename(id, FileName.of("n"))),
                attempt("annotate", (files, id) -> files.edit(id, new FileEdit(null, Map.of("k", "v")))),
                attempt("edit", (files, id) -> files.updateContent(id, new ByteArrayInputStream(new byte[1]))),
                attempt("move", (files, id) -> files.move(id, AWAY)),
                attempt("move", (files, id) -> files.transfer(SESSION, AWAY, Transfer.MOVE)),
                attempt("purge", (files, id) -> files.deleteSessionFiles(SESSION, true)),
                attempt("delete", (files, id) -> files.deleteSessionFiles(SESSION, false)),
                attempt("delete", (files, id) -> files.endSession(SESSION, FilesAtEnd.DELETE, null)),
                attempt("move", (files, id) -> files.endSession(SESSION, FilesAtEnd.TRANSFER, AWAY)));
    }

    /** What can be tried on a file. */
    @FunctionalInterface
    interface Attempt {
        void on(ConversationFileManager files, FileId id) throws IOException;
    }

    private static Arguments attempt(String name, Attempt attempt) {
        return Arguments.of(name, attempt);
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void an_attempt_on_what_is_under_legal_hold(String name, Attempt attempt) {
        store.dossier().retention().hold(HoldSubject.file(file.id().value()), "case 1");
        ConversationFileManager bobs = store.files().as(Actor.named("bob"));

        assertThatThrownBy(() -> attempt.on(bobs, file.id())).isInstanceOf(LegalHoldException.class);

        assertThat(store.query("SELECT file_id, session_id, accessed_by, result, access_metadata FROM file_access_log"
                        + " WHERE access_type = 'refuse'"))
                .containsExactly(
                        file.id() + "|s-1|bob|refused|{\"attempt\":\"" + name + "\",\"reason\":\"legal_hold\"}");
    }

    @Test
    void an_attempt_to_replace_what_was_placed_under_hold_while_the_bytes_came() throws IOException {
        try (var content = store.files().stage(new ByteArrayInputStream(new byte[1]))) {
            store.dossier().retention().hold(HoldSubject.file(file.id().value()), "case 1");
            ThrowingCallable replace = () -> store.files().updateContent(file.id(), content, null);

            assertThatThrownBy(replace).isInstanceOf(LegalHoldException.class);
        }
        assertThat(logged("refuse")).containsExactly("0|s-1|{\"attempt\":\"edit\",\"reason\":\"legal_hold\"}");
    }

    @Test
    void an_attempt_to_erase_a_person_under_legal_hold_names_the_hold_and_not_the_person() {
        LegalHold hold = store.dossier().retention().hold(HoldSubject.person("ada"), "case 2");

        assertThatThrownBy(() -> store.dossier().erasures().erase("ada")).isInstanceOf(LegalHoldException.class);

        assertThat(logged("refuse"))
                .containsExactly(
                        "1|null|{\"attempt\":\"erase\",\"reason\":\"legal_hold\",\"hold\":\"" + hold.id() + "\"}");
    }

    @Test
    void a_rule_of_retention_with_the_rule() {
        store.dossier()
                .retention()
                .set(
                        SESSION,
                        SessionRetention.USUAL
                                .with(AssociationType.UPLOAD, Duration.ofDays(2))
                                .keeping(AssociationType.GENERATED));

        assertThat(logged("keep"))
                .containsExactly("1|s-1|{\"upload\":172800,\"reference\":\"usual\",\"generated\":\"forever\","
                        + "\"screenshot\":\"usual\"}");
    }

    @Test
    void an_edit_with_what_it_changed() {
        store.files().edit(file.id(), new FileEdit(null, Map.of("b", "1", "a", "secret", "same", "s")));
        Map<String, String> notes = new HashMap<>(Map.of("a", "other", "same", "s"));
        notes.put("b", null);
        store.files().edit(file.id(), new FileEdit(FileName.of("b.txt"), notes));
        store.files().edit(file.id(), new FileEdit(FileName.of("b.txt"), Map.of("same", "s")));

        assertThat(logged("annotate"))
                .containsExactly(
                        "0|s-1|{\"keys\":[\"a\",\"b\",\"same\"]}",
                        "0|s-1|{\"keys\":[\"a\",\"b\"]}",
                        "0|s-1|{\"keys\":[]}");
        assertThat(logged("rename")).containsExactly("0|s-1|{\"previous_filename\":\"a.txt\"}", "0|s-1|null");
    }
}
