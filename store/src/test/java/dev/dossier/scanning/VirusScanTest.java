package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.Upkeep;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AuditQuery;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Times;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileId;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.VirusScan.Outcome;
import dev.dossier.scanning.VirusScan.Share;
import dev.dossier.schema.SchemaListener;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.ScannerServer;
import dev.dossier.testkit.ScannerServer.Mood;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
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
        return config(patience, Duration.ofMinutes(1));
    }

    private DossierConfig config(Duration patience, Duration claim) {
        return DossierConfig.in(directory)
                .withUpkeep(Upkeep.DEFAULT.withScanner(ScannerConfig.at(ClamdAddress.parse(scanner.address()))
                        .withPatience(patience)
                        .withClaim(claim)));
    }

    private void reopenWith(DossierConfig config) {
        store.close();
        store = TestStore.with(config);
    }

    private VirusScan scan() {
        return store.dossier().maintenance().virusScan();
    }

    private Outcome turn() {
        return turn(store.dossier());
    }

    private static Outcome turn(Dossier dossier) {
        try {
            return dossier.maintenance().virusScan().turn(Share.EVERYTHING).outcome();
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
    @DisplayName("a verdict that comes after an administrator has passed the file does not count")
    void passed_while_it_is_scanned() throws Exception {
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        scanner.be(Mood.WAITING);
        FutureTask<Outcome> scanning = inBackground();
        store.dossier().heldFiles().pass(file.id(), Actor.LOCAL);
        scanner.release();
        assertThat(scanning.get()).isEqualTo(Outcome.LATE);
        assertThat(state(file)).isEqualTo(ScanState.PASSED);
        store.pass(Duration.ofHours(1));
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        assertThat(store.read(file)).isNotEmpty();
    }

    @Test
    @DisplayName(
            "a worker that has lost its claim cannot undo what the other one found, but what it finds itself counts")
    void late() throws Exception {
        StoredFile clean = store.add("a.txt", "harmless");
        scanner.be(Mood.WAITING);
        FutureTask<Outcome> slow = inBackground();
        store.dossier().heldFiles().scanAgain(); // takes the claim away, as a clock that jumps does
        scanner.be(Mood.HONEST);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        scanner.release();
        assertThat(slow.get()).isEqualTo(Outcome.LATE);
        assertThat(state(clean)).isEqualTo(ScanState.CLEAN);

        StoredFile infected = store.add("b.txt", INFECTED_TEXT);
        scanner.be(Mood.WAITING);
        FutureTask<Outcome> right = inBackground();
        store.dossier().heldFiles().scanAgain();
        scanner.be(Mood.CURSORY);
        assertThat(List.of(turn(), turn())).contains(Outcome.FAILED);
        assertThat(state(infected)).isEqualTo(ScanState.FAILED);
        scanner.release();
        assertThat(right.get()).isEqualTo(Outcome.INFECTED);
        assertThat(state(infected)).isEqualTo(ScanState.INFECTED);
    }

    @Test
    @DisplayName("a scan that takes longer than a claim stays with its worker")
    void extended() throws Exception {
        reopenWith(config(Duration.ofMinutes(1), Duration.ofMillis(600)));
        store.add("a.txt", "harmless");
        scanner.be(Mood.WAITING);
        FutureTask<Outcome> scanning = inBackground();
        store.pass(Duration.ofMinutes(1));
        Thread.sleep(800); // it is extended every 200 ms
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        scanner.release();
        assertThat(scanning.get()).isEqualTo(Outcome.CLEAN);
        assertThat(scanner.scans()).isEqualTo(1);
    }

    @Test
    @DisplayName("two stores on one database scan each content once")
    void two_stores() throws Exception {
        for (int i = 0; i < 20; i++) {
            store.add("f", "content " + i);
        }
        try (Dossier other = Dossier.open(config(Duration.ofMinutes(1)), SchemaListener.NONE, store::now)) {
            other.initialize();
            FutureTask<Integer> there = new FutureTask<>(() -> turns(other));
            Thread.ofVirtual().start(there);
            assertThat(turns(store.dossier()) + there.get()).isEqualTo(20);
        }
        assertThat(scanner.scans()).isEqualTo(20);
        assertThat(store.dossier().heldFiles().count()).isEmpty();
    }

    private static int turns(Dossier dossier) {
        int clean = 0;
        while (dossier.heldFiles().countDue() > 0) {
            clean += turn(dossier) == Outcome.CLEAN ? 1 : 0;
        }
        return clean;
    }

    /** Begins a turn and waits until its content is at the scanner. */
    private FutureTask<Outcome> inBackground() throws InterruptedException {
        FutureTask<Outcome> scanning = new FutureTask<>(this::turn);
        int before = scanner.scans();
        Thread.ofVirtual().start(scanning);
        awaitScans(before + 1);
        return scanning;
    }

    private void awaitScans(int count) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (scanner.scans() < count) {
            assertThat(System.nanoTime()).as("the scanner is asked in time").isLessThan(deadline);
            Thread.sleep(5);
        }
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
        assertThatThrownBy(() -> store.read(file)).hasMessageContaining("could not be scanned");
        assertThat(store.dossier().heldFiles().list(1).getFirst().finding()).contains("StreamMaxLength");
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
        assertThat(store.dossier().heldFiles().list(1).getFirst().finding()).contains("MaxFileSize");
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
        scanner.be(Mood.WAITING);
        FutureTask<VirusScan.Turn> scanning = new FutureTask<>(() -> scan().turn(Share.EVERYTHING));
        Thread worker = Thread.ofVirtual().start(scanning);
        awaitScans(1);
        assertThat(turn()).as("somebody is at it").isEqualTo(Outcome.IDLE);
        scanner.be(Mood.HONEST);
        worker.interrupt();
        assertThatThrownBy(scanning::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(state(file)).isEqualTo(ScanState.CLEAN);

        StoredFile second = store.add("b.txt", "harmless too");
        store.execute("UPDATE blobs SET scan_due_at = '"
                + Times.format(store.now().plusSeconds(60))
                + "' WHERE scan_state = 'pending'"); // as a worker leaves it that is killed
        assertThat(turn()).isEqualTo(Outcome.IDLE);
        store.pass(Duration.ofSeconds(61));
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(second)).isNotEmpty();
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
    @DisplayName("a verdict is not thrown away because the database is busy for a moment")
    void busy() throws Exception {
        reopenWith(config(Duration.ofMinutes(1)).withDatabaseWait(Duration.ofMillis(500)));
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        scanner.be(Mood.WAITING);
        FutureTask<Outcome> scanning = inBackground();
        try (Connection other = DriverManager.getConnection(
                        "jdbc:sqlite:" + store.dossier().databaseName());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            scanner.release();
            Thread.sleep(900); // longer than one wait, shorter than all
            statement.execute("ROLLBACK");
        }
        assertThat(scanning.get()).isEqualTo(Outcome.INFECTED);
        assertThat(logged("scan")).hasSize(1);
        assertThat(state(file)).isEqualTo(ScanState.INFECTED);
        assertThat(scanner.scans()).isEqualTo(1);
    }

    @Test
    @DisplayName("why bytes cannot be read is told to whoever runs the store, and no path to anybody else")
    void unreadable() throws Exception {
        StoredFile file = store.add("a.txt", "harmless");
        Path bytes = store.blobPath(file);
        Path aside = directory.resolve("aside");
        Files.move(bytes, aside);
        Files.createDirectory(bytes);
        for (int attempt = 1; attempt <= 3; attempt++) {
            VirusScan.Turn turn = scan().turn(Share.EVERYTHING);
            assertThat(turn.outcome()).isEqualTo(attempt < 3 ? Outcome.REPEATED : Outcome.FAILED);
            assertThat(turn.detail()).contains("IOException");
            store.pass(Duration.ofMinutes(1));
        }
        assertThat(store.dossier().heldFiles().list(1).getFirst().finding()).isEqualTo("its bytes could not be read");
        Files.delete(bytes);
        Files.move(aside, bytes);
        store.dossier().heldFiles().scanAgain();
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    @DisplayName("what is stored in the content's place is not scanned for it")
    void damaged() throws IOException {
        StoredFile file = store.add("a.txt", INFECTED_TEXT);
        Path bytes = store.blobPath(file);
        byte[] right = Files.readAllBytes(bytes);
        Files.write(bytes, new byte[right.length]);
        assertThat(turn()).isEqualTo(Outcome.REPEATED);
        assertThat(store.dossier().quarantinedFiles()).isEqualTo(1);
        Files.write(bytes, right);
        store.dossier().repair(true);
        assertThat(turn()).isEqualTo(Outcome.INFECTED);
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
    @DisplayName("something that listens in the scanner's place and hangs up, or is deaf, is no scanner")
    void absent() {
        StoredFile file = store.add("a.txt", "harmless");
        scanner.be(Mood.ABSENT);
        for (int i = 0; i < 10; i++) {
            assertThat(turn()).isEqualTo(Outcome.UNREACHABLE);
        }
        assertThat(scan().problem()).isPresent();
        scanner.be(Mood.DEAF);
        assertThat(turn()).isEqualTo(Outcome.UNREACHABLE);
        assertThat(scanner.scans()).isZero();
        scanner.be(Mood.HONEST);
        assertThat(turn()).isEqualTo(Outcome.CLEAN);
        assertThat(store.read(file)).isNotEmpty();
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
