package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.server.operations.ServerMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real server over a real store in a temporary directory, and a client of it. */
final class TestServer implements AutoCloseable {
    static final ServerConfig CONFIG = ServerConfig.DEFAULT
            .withAddress("127.0.0.1", 0)
            .withLimits(TimeLimits.DEFAULT.withDrain(Duration.ofSeconds(2)));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path directory;
    private final Dossier dossier;
    private final DossierServer server;

    private TestServer(DossierConfig store, ServerConfig config) {
        ServerMetrics metrics = new ServerMetrics();
        directory = store.dataDirectory();
        dossier = Dossier.open(store, metrics.schemaListener());
        server = DossierServer.start(dossier, config, metrics);
    }

    static TestServer in(Path directory) {
        return start(DossierConfig.in(directory), CONFIG);
    }

    static TestServer start(DossierConfig store, ServerConfig config) {
        return new TestServer(store, config);
    }

    DossierServer server() {
        return server;
    }

    Dossier dossier() {
        return dossier;
    }

    HttpClient client() {
        return client;
    }

    URI uri(String path) {
        return URI.create(server.uri() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer head(String path) {
        return send(request(path).HEAD());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body) {
        return send(request(path).method("PATCH", BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).PUT(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer upload(String session, Form form) {
        return send(request("/api/sessions/" + session + "/files")
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofByteArray(form.finished())));
    }

    /** Uploads a text to session {@code s} and answers the file's identifier. */
    String stored(String name, String content) {
        return upload("s", new Form().file(name, content)).fileId();
    }

    /** Nothing is kept of what was refused: no temporary file, no bytes, no row. */
    void assertEmpty() {
        assertNothingArriving();
        assertThat(filesBelow("blobs")).isEmpty();
        assertThat(get("/api/stats").json().path("total_files").intValue()).isZero();
        assertThat(get("/api/sessions").json().path("total_sessions").intValue())
                .isZero();
    }

    void assertNothingArriving() {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!filesBelow("tmp").isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(filesBelow("tmp")).isEmpty();
    }

    /** The files there are; one that goes while they are looked at is not among them. */
    List<Path> filesBelow(String name) {
        while (true) {
            try (Stream<Path> files = Files.walk(directory.resolve(name))) {
                return files.filter(Files::isRegularFile).toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        dossier.close();
    }
}
