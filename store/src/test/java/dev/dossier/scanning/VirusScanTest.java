package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.access.Actor;
import dev.dossier.blobs.ScanState;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.VirusScan.Outcome;
import dev.dossier.scanning.VirusScan.Share;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.ScannerServer;
import dev.dossier.testkit.ScannerServer.Mood;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VirusScanTest extends ScanningStore {
    @Test
    @DisplayName("a new file is held until it is found clean; everything but its content can be used meanwhile")
    void held_until_clean() {
        StoredFile file = store.add("a.txt", "harmless");
        assertThat(file.scan()).isEqualTo(ScanState.PENDING);
        assertThatThrownBy(() -> store.read(file))
                .isInstanceOf(ContentHeldException.class)
                .hasMessageContaining(file.id().value())
                .hasMessageContaining("until it has been scanned");
        assertThatThrownBy(() -> store.files().readText(file.id())).isInstanceOf(ContentHeldException.class);
        assertThatThrownBy(() -> store.files().preview(file.id())).isInstanceOf(ContentHeldException.class);
        assertThatThrownBy(() -> store.files().view(file.id())).isInstanceOf(ContentHeldException.class);
        StoredFile copy = store.files().copy(file.id(), null, null);
        assertThatThrownBy(() -> store.read(copy)).isInstanceOf(ContentHeldException.class);
        store.files().delete(copy.id());

        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(file)).asString(StandardCharsets.UTF_8).isEqualTo("harmless");
        assertThat(state(file)).isEqualTo(ScanState.CLEAN);
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        assertThat(logged("scan")).as("a clean file is nothing to tell").isEmpty();
        assertThat(logged("refuse")).as("who is too early is not accused").isEmpty();
    }

    @Test
    @DisplayName("an infected file stays held, is named with its finding, and whoever asks for it stands in the log")
    void infected() throws InterruptedException {
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        VirusScan.Turn turn = scan().turn(Share.EVERYTHING);
        assertThat(turn)
                .isEqualTo(new VirusScan.Turn(
                        Outcome.INFECTED,
                        "Eicar-Test-Signature",
                        List.of(file.id().value())));
        assertThatThrownBy(() -> store.read(file))
                .isInstanceOf(ContentHeldException.class)
                .hasMessageContaining("Eicar-Test-Signature");
        assertThat(logged("scan")).singleElement().satisfies(entry -> {
            assertThat(entry.fileId()).isEqualTo(file.id().value());
            assertThat(entry.actor()).isEqualTo("virus scan");
            assertThat(entry.details())
                    .containsOnly(Map.entry("state", "infected"), Map.entry("finding", "Eicar-Test-Signature"));
        });
        assertThat(logged("refuse"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("reason", "infected"));
        assertThat(store.dossier().heldFiles().list(10)).singleElement().satisfies(held -> {
            assertThat(held.id()).isEqualTo(file.id());
            assertThat(held.state()).isEqualTo(ScanState.INFECTED);
            assertThat(held.finding()).isEqualTo("Eicar-Test-Signature");
        });
        assertThat(store.dossier().heldFiles().count()).containsOnly(Map.entry(ScanState.INFECTED, 1L));
    }

    @Test
    @DisplayName("files with the same content share the verdict, also those that come later; other content replaces it")
    void shared() throws IOException {
        store.add("a.txt", INFECTED_TEXT);
        turn();
        StoredFile second = store.add("b.txt", INFECTED_TEXT);
        assertThat(second.scan()).isEqualTo(ScanState.INFECTED);
        assertThat(turn()).as("nothing is scanned twice").isEqualTo(Outcome.IDLE);
        StoredFile mended = store.files()
                .updateContent(second.id(), new ByteArrayInputStream("harmless".getBytes(StandardCharsets.UTF_8)));
        assertThat(mended.scan()).isEqualTo(ScanState.PENDING);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(mended)).asString(StandardCharsets.UTF_8).isEqualTo("harmless");
    }

    @Test
    @DisplayName("an infected file can be deleted, and its bytes go with it")
    void deleted() {
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        turn();
        store.files().purge(file.id());
        store.pass(Duration.ofHours(2));
        store.dossier().maintenance().sweep();
        assertThat(store.storedKeys()).isEmpty();
        assertThat(store.dossier().heldFiles().list(10)).isEmpty();
    }

    @Test
    @DisplayName("an administrator can pass a file, for every file with that content, and the log tells")
    void passed() {
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        StoredFile twin = store.add("b.txt", INFECTED_TEXT);
        turn();
        store.dossier().heldFiles().pass(file.id(), Actor.administrator("eve"));
        assertThat(store.read(twin)).asString(StandardCharsets.UTF_8).isEqualTo(INFECTED_TEXT);
        assertThat(logged("scan"))
                .filteredOn(entry -> "eve".equals(entry.actor()))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.details()).containsOnly(Map.entry("state", "passed")));
        assertThatThrownBy(() -> store.dossier().heldFiles().pass(file.id(), Actor.LOCAL))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is not held");
        assertThatThrownBy(() -> store.dossier().heldFiles().pass(FileId.random(), Actor.LOCAL))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("large content reaches the scanner whole")
    void large() {
        byte[] bytes = new SampleBytes(2, 20_000_000).bytes();
        byte[] virus = ScannerServer.VIRUS.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(virus, 0, bytes, bytes.length - virus.length, virus.length);
        store.add(TestStore.SESSION, NewFile.named("large"), bytes);
        assertThat(turn()).isEqualTo(Outcome.INFECTED);
    }

    @Test
    @DisplayName("an empty file is scanned too")
    void empty() {
        StoredFile file = store.add("empty", "");
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(file)).isEmpty();
    }

    @Test
    @DisplayName("content from before the scan is handed out, and scanned when nobody waits; what is found is held")
    void from_before() {
        reopenWith(DossierConfig.in(directory));
        StoredFile clean = store.add("clean", "harmless");
        StoredFile infected = store.add("infected", INFECTED_TEXT);
        assertThat(clean.scan()).isNull();
        assertThat(turn()).as("nothing is scanned without a scanner").isEqualTo(Outcome.IDLE);
        assertThat(scanner.scans()).isZero();

        reopenWith(config(Duration.ofMinutes(1)));
        assertThat(store.read(clean)).isNotEmpty();
        assertThat(store.read(infected)).isNotEmpty();
        StoredFile fresh = store.add("fresh", "somebody waits for this");
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(state(fresh)).as("what somebody waits for comes first").isEqualTo(ScanState.CLEAN);
        assertThat(List.of(turn(), turn())).containsExactlyInAnyOrder(Outcome.CLEAN, Outcome.INFECTED);
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        assertThat(store.read(clean)).isNotEmpty();
        assertThatThrownBy(() -> store.read(infected)).isInstanceOf(ContentHeldException.class);
    }

    @Test
    @DisplayName(
            "content from before the scan that cannot be scanned goes on being handed out, and is not tried for ever")
    void from_before_and_unscannable() {
        reopenWith(DossierConfig.in(directory));
        StoredFile large = store.add(TestStore.SESSION, NewFile.named("large"), new SampleBytes(1, 200_000).bytes());
        reopenWith(config(Duration.ofMinutes(1)));
        scanner.be(Mood.SMALL);
        assertThat(turn()).isEqualTo(Outcome.FAILED);
        assertThat(store.read(large)).isNotEmpty();
        store.reopen();
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        assertThat(scanner.scans()).isEqualTo(1);
    }

    @Test
    @DisplayName("held content stays held when the scanner is taken away")
    void switched_off() {
        StoredFile pending = store.add("pending", "harmless");
        reopenWith(DossierConfig.in(directory));
        assertThatThrownBy(() -> store.read(pending)).isInstanceOf(ContentHeldException.class);
        store.dossier().heldFiles().pass(pending.id(), Actor.LOCAL);
        assertThat(store.read(pending)).isNotEmpty();
    }

    @Test
    @DisplayName("scanning everything again leaves clean content handed out and infected content held")
    void again() {
        StoredFile clean = store.add("clean", "harmless");
        StoredFile infected = store.add("infected", INFECTED_TEXT);
        turn();
        turn();
        assertThat(store.dossier().heldFiles().scanAgain()).isEqualTo(1);
        assertThat(store.dossier().heldFiles().countDue()).isEqualTo(1);
        assertThat(state(clean)).isEqualTo(ScanState.CLEAN);
        assertThat(store.read(clean)).isNotEmpty();
        assertThatThrownBy(() -> store.read(infected)).isInstanceOf(ContentHeldException.class);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.dossier().heldFiles().countDue()).isZero();
        assertThat(state(clean)).isEqualTo(ScanState.CLEAN);
        assertThat(scanner.scans()).isEqualTo(3);
    }

    @Test
    @DisplayName("what is held or passed stays so when its bytes are lost and come again")
    void verdicts_move_along() throws IOException {
        StoredFile infected = store.add("a.txt", INFECTED_TEXT);
        StoredFile passed = store.add("b.txt", "before" + INFECTED_TEXT);
        turn();
        turn();
        store.dossier().heldFiles().pass(passed.id(), Actor.LOCAL);
        Files.delete(store.blobPath(passed));
        assertThat(store.add("c.txt", "before" + INFECTED_TEXT).scan()).isEqualTo(ScanState.PASSED);
        assertThat(store.read(passed)).isNotEmpty();

        store.abandon();
        store = TestStore.with(DossierConfig.in(directory));
        Files.delete(store.blobPath(infected));
        assertThat(store.add("d.txt", INFECTED_TEXT).scan()).isEqualTo(ScanState.INFECTED);
        assertThat(state(infected)).isEqualTo(ScanState.INFECTED);
        store.pass(Duration.ofHours(2));
        store.dossier().maintenance().sweep();
    }

    @Test
    @DisplayName("who looks only for what somebody waits for leaves the rest to others")
    void awaited_only() throws InterruptedException {
        reopenWith(DossierConfig.in(directory));
        store.add("before", "harmless");
        reopenWith(config(Duration.ofMinutes(1)));
        assertThat(scan().turn(Share.AWAITED).outcome()).isEqualTo(Outcome.IDLE);
        store.add("fresh", "somebody waits for this");
        assertThat(scan().turn(Share.AWAITED).outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(scan().turn(Share.AWAITED).outcome()).isEqualTo(Outcome.IDLE);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    @DisplayName("what was to be scanned is scanned although the clock was set back")
    void clock_set_back() {
        store.add("a.txt", "harmless");
        store.pass(Duration.ofDays(-400));
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    @DisplayName("many files with one content are all told of it")
    void many_files() {
        for (int i = 0; i < 450; i++) {
            store.add("f-" + i, INFECTED_TEXT);
        }
        assertThat(turn()).isEqualTo(Outcome.INFECTED);
        assertThat(store.query("SELECT COUNT(DISTINCT file_id) FROM file_access_log WHERE access_type = 'scan'"))
                .containsExactly("450");
    }
}
