package dev.dossier.scanning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.Upkeep;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AuditQuery;
import dev.dossier.blobs.ScanState;
import dev.dossier.files.StoredFile;
import dev.dossier.scanning.VirusScan.Outcome;
import dev.dossier.scanning.VirusScan.Share;
import dev.dossier.testkit.ScannerServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with a scanner beside it, which is a stand-in that behaves as it is told. */
abstract class ScanningStore {
    static final String INFECTED_TEXT = "before " + ScannerServer.VIRUS + " after";
    static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    Path directory;

    final ScannerServer scanner = new ScannerServer();
    TestStore store;

    @BeforeEach
    void open() {
        store = TestStore.with(config(Duration.ofMinutes(1)));
    }

    @AfterEach
    void close() {
        store.close();
        scanner.close();
    }

    final DossierConfig config(Duration patience) {
        return config(patience, Duration.ofMinutes(1));
    }

    final DossierConfig config(Duration patience, Duration claim) {
        return DossierConfig.in(directory)
                .withUpkeep(Upkeep.DEFAULT.withScanner(ScannerConfig.at(ClamdAddress.parse(scanner.address()))
                        .withPatience(patience)
                        .withClaim(claim)));
    }

    final void reopenWith(DossierConfig config) {
        store.close();
        store = TestStore.with(config);
    }

    final VirusScan scan() {
        return store.dossier().maintenance().virusScan();
    }

    final Outcome turn() {
        return turn(store.dossier());
    }

    static Outcome turn(Dossier dossier) {
        try {
            return dossier.maintenance().virusScan().turn(Share.EVERYTHING).outcome();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    final @Nullable ScanState state(StoredFile file) {
        return store.files().find(file.id()).scan();
    }

    final List<AccessEntry> logged(String type) {
        return store.dossier().audit().search(AuditQuery.ALL.type(type), 100);
    }

    /** Begins a turn and waits until its content is at the scanner. */
    final FutureTask<Outcome> inBackground() throws InterruptedException {
        FutureTask<Outcome> scanning = new FutureTask<>(this::turn);
        int before = scanner.scans();
        Thread.ofVirtual().start(scanning);
        awaitScans(before + 1);
        return scanning;
    }

    final void awaitScans(int count) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (scanner.scans() < count) {
            assertThat(System.nanoTime()).as("the scanner is asked in time").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
