package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.Upkeep;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AuditQuery;
import dev.dossier.blobs.ScanState;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.VirusScan.Outcome;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.ScannerServer;
import dev.dossier.testkit.ScannerServer.Mood;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirusScanTest {
    private static final String INFECTED_TEXT = "before " + ScannerServer.VIRUS + " after";
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private final ScannerServer scanner = new ScannerServer();
    private TestStore store;

    @BeforeEach
    void open() {
        store = TestStore.with(config(Duration.ofMinutes(1)));
    }

    @AfterEach
    void close() {
        store.close();
        scanner.close();
    }

    private DossierConfig config(Duration patience) {
        return DossierConfig.in(directory)
                .withUpkeep(
                        Upkeep.DEFAULT.withScanner(new ScannerConfig(ClamdAddress.parse(scanner.address()), patience)));
    }

    private void reopenWith(DossierConfig config) {
        store.close();
        store = TestStore.with(config);
    }

    private VirusScan scan() {
        return store.dossier().maintenance().virusScan();
    }

    private Outcome turn() {
        try {
            return scan().turn().outcome();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable ScanState state(StoredFile file) {
        return store.files().find(file.id()).scan();
    }

    private List<AccessEntry> logged(String type) {
        return store.dossier().audit().search(AuditQuery.ALL.type(type), 100);
    }

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
        VirusScan.Turn turn = scan().turn();
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
    @DisplayName("a verdict that comes after an administrator has passed the file does not count")
    void passed_while_it_is_scanned() throws InterruptedException {
        reopenWith(config(Duration.ofSeconds(3)));
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        scanner.be(Mood.SILENT);
        Thread scanning = Thread.ofVirtual().start(this::turn);
        while (scanner.scans() == 0) {
            Thread.sleep(5);
        }
        store.dossier().heldFiles().pass(file.id(), Actor.LOCAL);
        scanning.join();
        assertThat(state(file)).isEqualTo(ScanState.CLEAN);
        store.pass(Duration.ofHours(1));
        scanner.be(Mood.HONEST);
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        assertThat(store.read(file)).isNotEmpty();
    }

    @Test
    @DisplayName("without a scanner everything waits, is not counted as an attempt, and goes on when it is back")
    void unreachable() {
        StoredFile file = store.add("a.txt", "harmless");
        scanner.stop();
        for (int i = 0; i < 10; i++) {
            assertThat(turn()).isEqualTo(Outcome.UNREACHABLE);
        }
        assertThat(scan().problem()).hasValueSatisfying(text -> assertThat(text).contains(scanner.address()));
        assertThat(store.dossier().health().scannerProblem()).contains(scanner.address());
        assertThat(state(file)).isEqualTo(ScanState.PENDING);
        scanner.restart();
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(scan().problem()).isEmpty();
        assertThat(store.dossier().health().scannerProblem()).isNull();
    }

    @Test
    @DisplayName("whether the scanner is there is known before there is anything to scan")
    void probed() {
        scanner.stop();
        assertThat(turn()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(scan().problem()).isPresent();
        scanner.restart();
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        assertThat(scan().problem()).isEmpty();
    }

    @Test
    @DisplayName("a scan that fails is repeated, and after three attempts the file is held as failed")
    void failing() {
        StoredFile file = store.add("a.txt", "harmless");
        scanner.be(Mood.FAILING);
        assertThat(turn()).isEqualTo(Outcome.REPEATED);
        assertThat(turn()).as("not at once").isEqualTo(Outcome.IDLE);
        store.pass(Duration.ofSeconds(11));
        assertThat(turn()).isEqualTo(Outcome.REPEATED);
        store.pass(Duration.ofSeconds(21));
        scanner.be(Mood.HANGING_UP);
        assertThat(turn()).isEqualTo(Outcome.FAILED);
        assertThatThrownBy(() -> store.read(file))
                .isInstanceOf(ContentHeldException.class)
                .hasMessageContaining("could not be scanned");
        assertThat(logged("scan"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("state", "failed"));
        scanner.be(Mood.HONEST);
        store.pass(Duration.ofDays(1));
        assertThat(turn()).as("nobody tries for ever").isEqualTo(Outcome.IDLE);
        assertThat(store.dossier().heldFiles().scanAgain()).isEqualTo(1);
        assertThat(state(file)).isEqualTo(ScanState.PENDING);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(file)).isNotEmpty();
    }

    @Test
    @DisplayName("a file that is larger than the scanner accepts is held at once, and the reason says what to change")
    void too_large() {
        StoredFile file = store.add(TestStore.SESSION, NewFile.named("large"), new SampleBytes(1, 5_000_000).bytes());
        scanner.be(Mood.SMALL);
        assertThat(turn()).isEqualTo(Outcome.FAILED);
        assertThatThrownBy(() -> store.read(file)).hasMessageContaining("StreamMaxLength");
        StoredFile small = store.add("small", "fits");
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(small)).isNotEmpty();
    }

    @Test
    @DisplayName("a file that the scanner has not scanned to its end is not infected, and not clean either")
    void cursory() {
        StoredFile file = store.add("a.txt", "harmless");
        scanner.be(Mood.CURSORY);
        assertThat(turn()).isEqualTo(Outcome.FAILED);
        assertThat(state(file)).isEqualTo(ScanState.FAILED);
        assertThatThrownBy(() -> store.read(file)).hasMessageContaining("MaxFileSize");
    }

    @Test
    @DisplayName("a scanner that is silent is given up after the time limit")
    void silent() {
        reopenWith(config(SHORT));
        store.add("a.txt", "harmless");
        scanner.be(Mood.SILENT);
        assertThat(turn()).isEqualTo(Outcome.REPEATED);
        scanner.be(Mood.HONEST);
        store.pass(Duration.ofSeconds(11));
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
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
    @DisplayName("what a worker claimed falls to another one when it dies, and at once when it is stopped")
    void claimed() throws InterruptedException {
        StoredFile file = store.add("a.txt", "harmless");
        scanner.be(Mood.SILENT);
        Thread worker = Thread.ofVirtual().start(this::stopped);
        while (scanner.scans() == 0) {
            Thread.sleep(5);
        }
        assertThat(turn()).as("somebody is at it").isEqualTo(Outcome.IDLE);
        scanner.be(Mood.HONEST);
        worker.interrupt();
        worker.join();
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(state(file)).isEqualTo(ScanState.CLEAN);

        StoredFile second = store.add("b.txt", "harmless too");
        store.execute("UPDATE blobs SET scan_due_at = '"
                + store.now().plusSeconds(60).toString().replace("Z", ".000Z")
                + "' WHERE scan_state = 'pending'"); // as a worker leaves it that is killed
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        store.pass(Duration.ofSeconds(61));
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(second)).isNotEmpty();
    }

    private void stopped() {
        try {
            scan().turn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        assertThat(store.read(clean)).isNotEmpty();
        assertThatThrownBy(() -> store.read(infected)).isInstanceOf(ContentHeldException.class);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(state(clean)).isEqualTo(ScanState.CLEAN);
        assertThat(scanner.scans()).isEqualTo(3);
    }

    @Test
    @DisplayName("content whose bytes are missing is quarantined, and scanned when they are back")
    void missing() throws IOException {
        StoredFile file = store.add("a.txt", "harmless");
        Path bytes = store.blobPath(file);
        Path aside = directory.resolve("aside");
        Files.move(bytes, aside);
        assertThat(turn()).isEqualTo(Outcome.REPEATED);
        assertThat(store.dossier().quarantinedFiles()).isEqualTo(1);
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        Files.move(aside, bytes);
        store.dossier().repair(true);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(file)).isNotEmpty();
    }

    @Test
    @DisplayName("that somebody else has the same content already is not told by the verdict of an upload")
    void nothing_is_told_of_others() {
        store.close();
        store = TestStore.with(config(Duration.ofMinutes(1)).withAccessMode(AccessMode.ENFORCED));
        byte[] bytes = "harmless".getBytes(StandardCharsets.UTF_8);
        store.add(TestStore.SESSION, NewFile.named("mine"), bytes);
        turn();
        StoredFile others;
        try {
            others = store.files()
                    .as(Actor.named("eve"))
                    .add(SessionId.of("of-eve"), NewFile.named("hers"), new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(others.scan()).isEqualTo(ScanState.PENDING);
        assertThat(others.deduplicated()).isFalse();
    }
}
