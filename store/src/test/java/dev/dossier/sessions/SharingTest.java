package dev.dossier.sessions;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.access.Role;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileName;
import dev.dossier.files.FileQuery;
import dev.dossier.files.FilesAtEnd;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.files.Transfer;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Sessions are shared with named people (R32)")
class SharingTest {
    private static final Actor ADA = Actor.named("ada");
    private static final Actor BOB = Actor.named("bob");
    private static final SessionId BOBS = SessionId.of("bobs");

    @TempDir
    Path directory;

    private TestStore store;
    private StoredFile file;

    @BeforeEach
    void open() {
        store = TestStore.in(directory, AccessMode.ENFORCED);
        file = files(ADA).createText(SESSION, NewFile.named("a.txt"), "secret");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ConversationFileManager files(Actor actor) {
        return store.files().as(actor);
    }

    private Sessions sessions(Actor actor) {
        return store.dossier().sessions().as(actor);
    }

    @Test
    void a_reader_reads_and_lists_and_changes_nothing() {
        sessions(ADA).share(SESSION, "bob", Grant.READER);
        assertThat(files(BOB).readText(file.id())).isEqualTo("secret");
        assertThat(files(BOB).list(FileQuery.all()).totalFiles()).isEqualTo(1);
        assertThat(files(BOB).statistics().totalFiles()).isEqualTo(1);
        assertThat(sessions(BOB).list(10, null).sessions()).hasSize(1);
        assertThat(sessions(BOB).find(SESSION).owner()).isEqualTo("ada");
        assertDenied(() -> files(BOB).rename(file.id(), FileName.of("b")));
        assertDenied(() -> files(BOB).delete(file.id()));
        assertDenied(() -> files(BOB).createText(SESSION, NewFile.named("b"), ""));
        assertDenied(() -> files(BOB).copy(file.id(), null, null));
        assertThat(files(BOB).copy(file.id(), BOBS, null).session()).isEqualTo(BOBS);
    }

    @Test
    void an_editor_works_on_files_and_takes_nothing_away_for_good() {
        sessions(ADA).share(SESSION, "bob", Grant.EDITOR);
        files(BOB).createText(SESSION, NewFile.named("b"), "");
        files(BOB).rename(file.id(), FileName.of("b"));
        files(BOB).delete(file.id());
        files(BOB).restore(file.id());
        assertThat(files(BOB).deleteSessionFiles(SESSION, false)).isEqualTo(2);
        files(BOB).restore(file.id());
        assertDenied(() -> files(BOB).purge(file.id()));
        assertDenied(() -> files(BOB).move(file.id(), BOBS));
        assertDenied(() -> files(BOB).transfer(SESSION, BOBS, Transfer.MOVE));
        assertDenied(() -> files(BOB).deleteSessionFiles(SESSION, true));
        assertDenied(() -> files(BOB).cleanUpSession(SESSION));
        assertDenied(() -> files(BOB).endSession(SESSION, FilesAtEnd.KEEP, null));
        assertDenied(() -> files(BOB).accessLog(file.id(), 1));
        assertDenied(() -> sessions(BOB).shares(SESSION));
        assertDenied(() -> sessions(BOB).share(SESSION, "carol", Grant.READER));
        assertDenied(() -> sessions(BOB).unshare(SESSION, "bob"));
        assertThat(files(BOB).transfer(SESSION, BOBS, Transfer.COPY)).hasSize(1);
    }

    @Test
    void a_share_is_changed_and_taken_back_at_once() {
        sessions(ADA).share(SESSION, "bob", Grant.READER);
        Share share = sessions(ADA).share(SESSION, "bob", Grant.EDITOR);
        assertThat(sessions(ADA).shares(SESSION)).containsExactly(share);
        assertThat(sessions(ADA).share(SESSION, "bob")).isEqualTo(share);
        assertThat(share.sharedBy()).isEqualTo("ada");
        sessions(ADA).unshare(SESSION, "bob");
        assertThatThrownBy(() -> files(BOB).find(file.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> sessions(ADA).unshare(SESSION, "bob")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> sessions(ADA).share(SESSION, "bob")).isInstanceOf(NotFoundException.class);
        assertThat(store.query("SELECT access_type, accessed_by, json_extract(access_metadata, '$.person'),"
                        + " json_extract(access_metadata, '$.role') FROM file_access_log"
                        + " WHERE access_type IN ('share', 'unshare') ORDER BY log_id"))
                .containsExactly("share|ada|bob|reader", "share|ada|bob|editor", "unshare|ada|bob|editor");
    }

    @Test
    void a_stranger_cannot_share_what_it_cannot_see() {
        assertThatThrownBy(() -> sessions(BOB).share(SESSION, "bob", Grant.EDITOR))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no session s-1.");
        assertThatThrownBy(() -> sessions(BOB).shares(SessionId.of("none")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no session none.");
        assertThat(sessions(ADA).shares(SESSION)).isEmpty();
    }

    @Test
    void impossible_shares_are_refused() {
        assertThatThrownBy(() -> sessions(ADA).share(SESSION, "ada", Grant.READER))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> sessions(ADA).share(SESSION, "\t", Grant.READER))
                .isInstanceOf(InvalidValueException.class);
        store.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                        + " INSERT INTO session_shares SELECT 's-1', 'p' || i, 'reader', 'ada', '2026-01-01T00:00:00.000Z' FROM n");
        assertThatThrownBy(() -> sessions(ADA).share(SESSION, "bob", Grant.READER))
                .isInstanceOf(InvalidValueException.class);
        assertThat(sessions(ADA).share(SESSION, "p7", Grant.EDITOR).grant()).isEqualTo(Grant.EDITOR);
    }

    @Test
    void a_role_limits_what_is_ones_own() {
        Actor reader = Actor.of("ada", Role.READER);
        assertThat(files(reader).readText(file.id())).isEqualTo("secret");
        assertThat(files(reader).accessLog(file.id(), 10)).isNotEmpty();
        assertDenied(() -> files(reader).delete(file.id()));
        Actor editor = Actor.of("ada", Role.EDITOR);
        files(editor).rename(file.id(), FileName.of("b"));
        assertDenied(() -> files(editor).purge(file.id()));
        assertDenied(() -> sessions(editor).share(SESSION, "bob", Grant.READER));
        assertThatThrownBy(() -> files(editor).createText(SessionId.of("new"), NewFile.named("n"), ""))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no session new.");
        store.dossier().maintenance().sweep();
    }

    @Test
    void shares_go_with_their_session() {
        sessions(ADA).share(SESSION, "bob", Grant.READER);
        files(ADA).purge(file.id());
        files(ADA).endSession(SESSION, FilesAtEnd.KEEP, null);
        store.dossier().maintenance().forgetOld();
        assertThat(store.query("SELECT count(*) FROM session_shares")).containsExactly("0");
    }

    @Test
    @DisplayName("R33: sessions without an owner get their first uploader, once")
    void owners_are_named() {
        files(BOB).createText(BOBS, NewFile.named("b"), "");
        store.execute("UPDATE sessions SET owner = NULL WHERE session_id = 's-1'");
        store.execute("INSERT INTO sessions VALUES ('nobody', NULL, '2026-01-01T00:00:00.000Z', NULL)");
        assertThat(store.dossier().maintenance().nameOwners()).isEqualTo(1);
        assertThat(store.dossier().maintenance().nameOwners()).isZero();
        assertThat(store.query("SELECT session_id, owner FROM sessions ORDER BY session_id"))
                .containsExactly("bobs|bob", "nobody|null", "s-1|ada");
        assertThat(store.query("SELECT session_id, owner, accessed_by FROM file_access_log"
                        + " WHERE access_type = 'name_owner'"))
                .containsExactly("s-1|ada|local");
    }

    private static void assertDenied(ThrowingCallable operation) {
        assertThatThrownBy(operation).isInstanceOf(AccessDeniedException.class);
    }
}
