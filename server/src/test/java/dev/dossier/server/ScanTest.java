package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import dev.dossier.Upkeep;
import dev.dossier.access.Actor;
import dev.dossier.files.FileId;
import dev.dossier.scanning.ClamdAddress;
import dev.dossier.scanning.ScannerConfig;
import dev.dossier.testkit.SamplePictures;
import dev.dossier.testkit.ScannerServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are held until they have been scanned, over HTTP. */
class ScanTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScannerServer scanner = new ScannerServer();
    private TestServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        DossierConfig store = DossierConfig.in(directory)
                .withUpkeep(Upkeep.DEFAULT.withScanner(ScannerConfig.at(ClamdAddress.parse(scanner.address()))));
        server = TestServer.start(store, TestServer.CONFIG);
    }

    @AfterEach
    void stop() {
        server.close();
        scanner.close();
    }

    private String scan(String file) {
        return server.get(file).json().path("scan").asString();
    }

    private void await(String file, String state) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!scan(file).equals(state) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(scan(file)).isEqualTo(state);
    }

    @Test
    @DisplayName("a file is handed out as soon as it is found clean, and not before")
    void clean() throws InterruptedException {
        scanner.stop();
        Answer stored = server.upload("s", new Form().file("a.txt", "harmless")).is(201);
        assertThat(stored.json().path("files").path(0).path("scan").asString()).isEqualTo("pending");
        String file = "/api/files/" + stored.fileId();
        Answer early = server.get(file + "/content").isProblem(423, "scan_pending");
        assertThat(early.header("retry-after")).isEqualTo("1");
        assertThat(early.text()).doesNotContain("harmless");
        assertThat(server.head(file + "/content").is(423).header("etag")).isEmpty();
        server.get(file + "/content", "Range", "bytes=0-1").isProblem(423, "scan_pending");
        server.get(file + "/content", "If-None-Match", "*").isProblem(423, "scan_pending");
        server.get(file + "/content?disposition=inline").isProblem(423, "scan_pending");
        server.get(file + "/preview").isProblem(423, "scan_pending");
        server.patch(file, "{\"original_filename\":\"b.txt\"}").is(200);

        scanner.restart();
        await(file, "clean");
        assertThat(server.get(file + "/content").is(200).text()).isEqualTo("harmless");
    }

    @Test
    @DisplayName("an infected file is told by its state and its problem, on every way to its bytes")
    void infected() throws InterruptedException {
        String id = server.stored("a.txt", ScannerServer.VIRUS);
        String file = "/api/files/" + id;
        await(file, "infected");
        assertThat(server.get(file + "/content").isProblem(423, "infected").text())
                .contains("Eicar-Test-Signature", id)
                .doesNotContain(ScannerServer.VIRUS);
        server.get(file + "/preview").isProblem(423, "infected");
        server.get(file + "/thumbnail").isProblem(423, "infected");
        String link =
                server.post(file + "/link", "{}").is(201).json().path("url").asString();
        server.get(link.substring(link.indexOf("/api/"))).isProblem(423, "infected");
        assertThat(server.get("/api/sessions/s/files")
                        .json()
                        .path("files")
                        .path(0)
                        .path("scan")
                        .asString())
                .isEqualTo("infected");
        assertThat(server.get(file + "/access-log").json().path("entries").findValuesAsString("type"))
                .contains("scan", "refuse");
        assertThat(server.get("/metrics").text()).contains("dossier_held_blobs{state=\"infected\"} 1.0");

        server.dossier().heldFiles().pass(FileId.of(id), Actor.LOCAL);
        server.get(file + "/content").is(200);
    }

    @Test
    @DisplayName("no thumbnail is made of a picture that is not scanned")
    void thumbnail() throws InterruptedException {
        scanner.stop();
        String file = "/api/files/"
                + server.upload("s", new Form().file("a.png", SamplePictures.of("png", 30, 30)))
                        .fileId();
        server.get(file + "/thumbnail").isProblem(423, "scan_pending");
        scanner.restart();
        await(file, "clean");
        server.get(file + "/thumbnail").is(200);
    }

    @Test
    @DisplayName("health says when files are held because the scanner is not there, and the server stays ready")
    void health() throws InterruptedException {
        assertThat(server.get("/api/health").json().path("components").has("scanner"))
                .isFalse();
        scanner.stop();
        String file = "/api/files/" + server.stored("a.txt", "harmless");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!server.get("/api/health").json().path("status").asString().equals("degraded")
                && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        Answer health = server.get("/api/health").is(200);
        assertThat(health.json().path("status").asString()).isEqualTo("degraded");
        assertThat(health.json().path("components").path("scanner").asString()).isEqualTo("unreachable");
        server.get("/health/ready").is(200);
        scanner.restart();
        await(file, "clean");
        assertThat(server.get("/api/health").json().path("status").asString()).isEqualTo("healthy");
    }
}
