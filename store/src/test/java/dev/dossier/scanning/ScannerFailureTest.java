package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.blobs.ScanState;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.VirusScan.Outcome;
import dev.dossier.scanning.VirusScan.Share;
import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.ScannerServer.Mood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScannerFailureTest extends ScanningStore {
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
}
