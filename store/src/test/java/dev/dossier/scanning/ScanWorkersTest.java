package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Times;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.VirusScan.Outcome;
import dev.dossier.scanning.VirusScan.Share;
import dev.dossier.schema.SchemaListener;
import dev.dossier.testkit.ScannerServer.Mood;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScanWorkersTest extends ScanningStore {
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
}
