package dev.dossier.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.access.Role;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.identities.Identification;
import dev.dossier.identities.NewKey;
import dev.dossier.retention.HoldSubject;
import dev.dossier.retention.LegalHold;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Everything of one person is erased, and nothing of anybody else")
class ErasureTest {
    private static final SessionId ADAS = SessionId.of("diary-of-ada-lovelace");
    private static final SessionId BOBS = SessionId.of("bobs");

    @TempDir
    Path directory;

    private static StoredFile add(TestStore store, String person, SessionId session, String name, String text)
            throws IOException {
        return store.files()
                .as(Actor.named(person))
                .add(
                        session,
                        NewFile.named(name).metadata(Map.of("note", "secret note of " + name)),
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sessions_files_bytes_and_names_go_and_the_receipt_says_so() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile own = add(store, "ada", ADAS, "adas-private-letter.txt", "only ada has this text");
            StoredFile shared = add(store, "ada", ADAS, "adas-copy.txt", "both have this");
            StoredFile elsewhere = add(store, "bob", BOBS, "bobs.txt", "both have this");
            StoredFile guest = add(store, "ada", BOBS, "adas-guest.txt", "ada in bob's session");
            StoredFile swept = add(store, "ada", SessionId.of("ada-once"), "adas-swept.txt", "swept long ago");
            store.files().as(Actor.named("ada")).delete(swept.id());
            store.pass(Duration.ofDays(31));
            store.dossier().maintenance().purgeDue();
            store.files().as(Actor.named("ada")).endSession(SessionId.of("ada-once"), FilesAtEnd.KEEP, null);
            store.dossier().maintenance().forgetOld();
            store.dossier()
                    .retention()
                    .as(Actor.named("ada"))
                    .set(BOBS, new SessionRetention(Map.of(AssociationType.UPLOAD, Optional.of(Duration.ofDays(900)))));
            store.files().as(Actor.named("ada")).delete(own.id());
            store.files()
                    .as(Actor.named("ada"))
                    .purge(add(store, "ada", ADAS, "adas-old.txt", "gone before")
                            .id());
            store.files().as(Actor.named("ada")).open(elsewhere.id()).close();

            ErasureReceipt receipt = store.dossier().erasures().erase("ada");

            assertThat(receipt.files()).isEqualTo(3);
            assertThat(receipt.sessions()).isEqualTo(1);
            assertThat(receipt.sizeBytes()).isEqualTo(22 + 14 + 20);
            assertThat(receipt.blobsRemoved()).isEqualTo(2);
            assertThat(receipt.bytesRemoved()).isEqualTo(42);
            assertThat(receipt.blobsShared()).isEqualTo(1);
            assertThat(receipt.heldFiles()).isEmpty();
            assertThat(receipt.completedAt()).isNotNull();
            assertThat(receipt.verification().bytesGone()).isTrue();
            assertThat(store.dossier().erasures().find(receipt.id())).isEqualTo(receipt);

            for (StoredFile file : List.of(own, shared, guest)) {
                assertThatThrownBy(() -> store.files().find(file.id())).isInstanceOf(NotFoundException.class);
            }
            assertThat(store.read(elsewhere)).hasSize(14);
            assertThat(store.storedKeys())
                    .as("what was purged a moment before has no grace any more")
                    .hasSize(1);
            for (String table : store.query("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
                assertThat(store.query("SELECT * FROM " + table))
                        .as(table)
                        .noneMatch(row -> ("|" + row + "|").contains("|ada|") || row.contains("ada-once"));
            }
            assertThat(store.files().accessLog(elsewhere.id(), 10))
                    .as("who read bob's file is a pseudonym now")
                    .anySatisfy(entry -> assertThat(entry.actor()).isEqualTo(receipt.pseudonym()));
            assertThatThrownBy(() -> store.dossier().sessions().find(ADAS)).isInstanceOf(NotFoundException.class);
            assertThat(store.query("SELECT * FROM file_access_log"))
                    .allSatisfy(row -> assertThat(row.replace("lambda", ""))
                            .doesNotContain("|ada|", "adas-private", "adas-old", "adas-guest", "lovelace"));
            assertThat(bytesOfTheDatabase())
                    .as("not even in what the database has freed")
                    .doesNotContain("adas-private-letter", "secret note of adas", "lovelace")
                    .contains("bobs.txt");
        }
    }

    private List<String> bytesOfTheDatabase() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("dossier.db"))
                    .toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
            return Stream.of("adas-private-letter", "secret note of adas", "lovelace", "bobs.txt")
                    .filter(word -> all.indexOf(word) >= 0)
                    .toList();
        }
    }

    @Test
    void what_is_held_stays_with_its_log_and_the_receipt_names_it() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile held = add(store, "ada", ADAS, "evidence.txt", "evidence");
            StoredFile free = add(store, "ada", ADAS, "free.txt", "free");
            Retention retention = store.dossier().retention();
            LegalHold hold = retention.hold(HoldSubject.file(held.id().value()), "case 9");

            ErasureReceipt receipt = store.dossier().erasures().erase("ada");
            assertThat(receipt.files()).isEqualTo(1);
            assertThat(receipt.sessions()).isZero();
            assertThat(receipt.heldFiles()).containsExactly(held.id().value());
            assertThat(store.read(held)).hasSize(8);
            assertThat(store.files().find(held.id()).uploadedBy()).isEqualTo("ada");
            assertThat(store.files().accessLog(held.id(), 10)).anySatisfy(entry -> {
                assertThat(entry.actor()).isEqualTo("ada");
                assertThat(entry.details()).containsEntry("original_filename", "evidence.txt");
                assertThat(entry.owner()).isEqualTo("ada");
                assertThat(entry.session()).isEqualTo(ADAS.value());
            });
            assertThatThrownBy(() -> store.files().find(free.id())).isInstanceOf(NotFoundException.class);

            retention.release(hold.id());
            LegalHold person = retention.hold(HoldSubject.person("ada"), "case 10");
            assertThatThrownBy(() -> store.dossier().erasures().erase("ada")).isInstanceOf(LegalHoldException.class);
            retention.release(person.id());
            ErasureReceipt rest = store.dossier().erasures().erase("ada");
            assertThat(rest.files()).isEqualTo(1);
            assertThat(rest.sessions()).isEqualTo(1);
            assertThat(store.storedKeys()).isEmpty();
            assertThatThrownBy(() -> store.dossier().erasures().find("none")).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void an_erasure_that_was_broken_off_is_carried_on() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            for (int i = 0; i < 5; i++) {
                add(store, "ada", ADAS, "f" + i, "text " + i);
            }
            store.execute("INSERT INTO erasures (erasure_id, person, pseudonym, requested_by, requested_at)"
                    + " VALUES ('e-1', 'ada', 'erased-1', 'root', '2026-11-20T12:00:00.000Z')");
            store.reopen();
            assertThat(store.dossier().maintenance().resumeErasures()).isEqualTo(1);
            assertThat(store.dossier().maintenance().resumeErasures()).isZero();
            ErasureReceipt receipt = store.dossier().erasures().find("e-1");
            assertThat(receipt.files()).isEqualTo(5);
            assertThat(receipt.verification().bytesGone()).isTrue();
            assertThat(store.storedKeys()).isEmpty();
            assertThat(store.query("SELECT person FROM erasures")).containsExactly("null");
        }
    }

    @Test
    void a_person_without_anything_gets_an_empty_receipt() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            add(store, "bob", BOBS, "b", "b");
            ErasureReceipt receipt = store.dossier().erasures().erase("nobody");
            assertThat(receipt.files() + receipt.sessions() + receipt.blobsRemoved())
                    .isZero();
            assertThat(receipt.verification().bytesGone()).isTrue();
        }
    }

    @Test
    void keys_and_shares_of_the_person_go_and_the_receipt_says_so() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            add(store, "bob", BOBS, "b", "b");
            store.dossier().sessions().as(Actor.named("bob")).share(BOBS, "ada", Grant.READER);
            store.dossier().sessions().as(Actor.named("bob")).share(BOBS, "eve", Grant.READER);
            NewKey adas = store.dossier().keys().create("ada", Role.USER, null, Actor.LOCAL);
            NewKey bobs = store.dossier().keys().create("bob", Role.USER, null, Actor.LOCAL);

            ErasureReceipt receipt = store.dossier().erasures().erase("ada");

            assertThat(receipt.shares()).isEqualTo(1);
            assertThat(receipt.keys()).isEqualTo(1);
            assertThat(store.dossier().keys().identify(adas.shown())).isInstanceOf(Identification.Refused.class);
            assertThat(store.dossier().keys().identify(bobs.shown())).isInstanceOf(Identification.Known.class);
            assertThat(store.query("SELECT person FROM session_shares")).containsExactly("eve");
            assertThat(store.query("SELECT access_metadata FROM file_access_log"))
                    .noneMatch(details -> details.contains("\"ada\""))
                    .anyMatch(details -> details.contains(receipt.pseudonym()));
        }
    }

    @Test
    void more_than_one_batch_goes() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            for (int i = 0; i < 230; i++) {
                add(store, "ada", ADAS, "f" + i, "text " + i % 7);
            }
            ErasureReceipt receipt = store.dossier().erasures().erase("ada");
            assertThat(receipt.files()).isEqualTo(230);
            assertThat(receipt.blobsRemoved()).isEqualTo(7);
            assertThat(store.storedKeys()).isEmpty();
        }
    }
}
