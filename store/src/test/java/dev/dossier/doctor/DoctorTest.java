package dev.dossier.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.blobs.BlobKey;
import dev.dossier.doctor.Finding.Kind;
import dev.dossier.files.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rows and bytes are compared both ways; looking changes nothing, repairing does what is safe")
class DoctorTest {
    @TempDir
    Path directory;

    private static List<Kind> kinds(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::kind).toList();
    }

    @Test
    void a_sound_store_has_no_findings() {
        try (TestStore store = TestStore.in(directory)) {
            store.add("a", "bytes");
            store.files().delete(store.add("b", "bytes").id());
            assertThat(store.dossier().examine(true)).isEqualTo(new Diagnosis(List.of(), true));
            assertThat(store.dossier().repair(true).ok()).isTrue();
        }
    }

    @Test
    void bytes_that_nobody_knows_go_and_what_is_not_ours_stays() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            store.add("a", "bytes");
            Path orphan = directory
                    .resolve("blobs/ab")
                    .resolve(BlobKey.fresh("ab".repeat(32)).value());
            Files.createDirectories(orphan.getParent());
            Files.writeString(orphan, "orphan");
            Files.setLastModifiedTime(orphan, FileTime.from(Instant.EPOCH));
            Path young = directory
                    .resolve("blobs/cd")
                    .resolve(BlobKey.fresh("cd".repeat(32)).value());
            Files.createDirectories(young.getParent());
            Files.writeString(young, "young");
            Files.setLastModifiedTime(young, FileTime.from(store.now()));
            Path half = directory.resolve("tmp/half.part");
            Files.writeString(half, "half");
            Files.setLastModifiedTime(half, FileTime.from(Instant.EPOCH));
            Path stray = directory.resolve("blobs/notes.txt");
            Files.writeString(stray, "whose?");

            Diagnosis seen = store.dossier().examine(false);
            assertThat(kinds(seen)).containsExactly(Kind.UNKNOWN_BYTES, Kind.STRAY, Kind.ABANDONED_UPLOAD);
            assertThat(seen.ok()).isFalse();
            assertThat(List.of(orphan, half, stray, young))
                    .allSatisfy(path -> assertThat(path).exists());

            Diagnosis repaired = store.dossier().repair(false);
            assertThat(repaired.findings()).extracting(Finding::repaired).containsExactly(true, false, true);
            assertThat(orphan).doesNotExist();
            assertThat(half).doesNotExist();
            assertThat(stray).exists();
            assertThat(young).as("younger than the grace period").exists();
            assertThat(store.query("SELECT accessed_by, access_metadata FROM file_access_log"
                            + " WHERE access_type = 'repair'"))
                    .as("examining is not logged, repairing is")
                    .containsExactly("local|{\"unknown_bytes\":1,\"abandoned_upload\":1}");
            Files.delete(stray);
            Files.delete(young);
            assertThat(store.dossier().examine(false).ok()).isTrue();
        }
    }

    @Test
    void damage_is_quarantined_and_its_files_move_to_a_whole_copy_where_there_is_one() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a", "bytes");
            Files.writeString(store.blobPath(file), "bYtes");
            assertThat(kinds(store.dossier().examine(false))).isEmpty();
            assertThat(store.dossier().examine(true).findings()).singleElement().satisfies(found -> {
                assertThat(found.kind()).isEqualTo(Kind.DAMAGED_BYTES);
                assertThat(found.files()).containsExactly(file.id().value());
            });
            assertThat(store.query("SELECT state FROM blobs")).containsExactly("live");

            Diagnosis quarantined = store.dossier().repair(true);
            assertThat(quarantined.ok()).as("nothing whole is left of it").isFalse();
            assertThat(store.query("SELECT state FROM blobs")).containsExactly("quarantined");

            StoredFile again = store.add("b", "bytes");
            assertThat(again.deduplicated()).isFalse();
            assertThat(store.dossier().repair(false).ok()).isTrue();
            assertThat(store.read(file)).isEqualTo(store.read(again)).hasSize(5);
            store.pass(Duration.ofHours(2));
            store.dossier().maintenance().sweep();
            assertThat(store.storedKeys()).hasSize(1);
        }
    }

    @Test
    void rows_that_contradict_each_other_are_put_right() {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile condemned = store.add("a", "one");
            StoredFile released = store.add("b", "two");
            StoredFile deleted = store.add("c", "three");
            store.files().purge(store.add("d", "four").id());
            store.files().delete(deleted.id());
            store.execute("UPDATE blobs SET state = 'condemned' WHERE sha256 = '" + condemned.sha256() + "'");
            store.execute("UPDATE blobs SET released_at = '2026-01-01T00:00:00.000Z' WHERE sha256 = '"
                    + released.sha256() + "'");
            store.execute("UPDATE blobs SET released_at = NULL WHERE size_bytes = 4");
            store.execute("DELETE FROM file_cleanup_queue");
            store.execute("UPDATE storage_usage SET size_bytes = 1 WHERE scope = 'owner'");

            assertThat(kinds(store.dossier().examine(false)))
                    .containsExactly(
                            Kind.CONDEMNED_IN_USE,
                            Kind.RELEASED_IN_USE,
                            Kind.UNUSED_NOT_RELEASED,
                            Kind.PURGE_NOT_SCHEDULED,
                            Kind.USAGE_WRONG);
            Diagnosis repaired = store.dossier().repair(false);
            assertThat(repaired.ok()).as(repaired.toString()).isTrue();
            assertThat(store.dossier().examine(true).findings()).isEmpty();
            assertThat(store.read(condemned)).hasSize(3);
            store.pass(Duration.ofDays(31));
            assertThat(store.dossier().maintenance().purgeDue()).isEqualTo(1);
            store.pass(Duration.ofHours(2));
            store.dossier().maintenance().sweep();
            assertThat(store.storedKeys()).hasSize(2);
        }
    }

    @Test
    void what_only_a_person_can_judge_is_reported_and_left() {
        TestStore store = TestStore.in(directory);
        StoredFile one = store.add("a", "one");
        StoredFile two = store.add("b", "two");
        store.execute("UPDATE conversation_files SET file_hash = '" + "0".repeat(64) + "' WHERE file_id = '" + one.id()
                + "'");
        store.execute("UPDATE conversation_files SET blob_key = NULL WHERE file_id = '" + two.id() + "'");
        Diagnosis diagnosis = store.dossier().repair(false);
        assertThat(diagnosis.findings())
                .filteredOn(finding -> !finding.repaired())
                .extracting(Finding::kind)
                .containsExactly(Kind.FILE_DISAGREES, Kind.FILE_WITHOUT_BYTES);
        assertThat(Kind.FILE_DISAGREES.isRepairable()).isFalse();
        assertThat(Kind.USAGE_WRONG.isRepairable()).isTrue();
        store.abandon();
    }

    @Test
    void looking_needs_no_initialisation_and_leaves_no_trace() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            store.add("a", "bytes");
        }
        FileTime before = Files.getLastModifiedTime(directory.resolve("dossier.db"));
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            assertThat(dossier.examine(true).ok()).isTrue();
            assertThat(dossier.verifyContent(true)).isEmpty();
            assertThat(dossier.scrubProgress().round()).isZero();
        }
        assertThat(Files.getLastModifiedTime(directory.resolve("dossier.db"))).isEqualTo(before);
        assertThat(directory.resolve("dossier.db-wal")).doesNotExist();
        assertThat(directory.resolve("dossier.db-shm")).doesNotExist();
        assertThat(directory.resolve("locks")).isEmptyDirectory();
    }
}
