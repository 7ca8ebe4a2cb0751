package dev.dossier.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A well-behaved HTTP client of one server. Headers are given as name, value, name, value.
 *
 * @param address the server
 * @param client what speaks HTTP
 */
public record Web(URI address, HttpClient client) implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /** A client of that server. */
    public static Web at(String address) {
        return new Web(
                URI.create(address),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** Asks for a path. */
    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /** Deletes a path. */
    public Answer delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    /** Posts bytes to a path. */
    public Answer post(String path, byte[] body, String... headers) {
        return send("POST", path, BodyPublishers.ofByteArray(body), headers);
    }

    /** Posts a sample to a path without holding it. */
    public Answer post(String path, SampleBytes body, String... headers) {
        BodyPublisher content = body.sizeBytes() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(body::stream), body.sizeBytes());
        return send("POST", path, content, headers);
    }

    /** Sends a JSON text with any method. */
    public Answer sendJson(String method, String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return send(method, path, BodyPublishers.ofString(json), all);
    }

    /** Sends anything. */
    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .method(method, body)
                .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * What the server answered.
     *
     * @param status the HTTP status
     * @param headers the headers
     * @param body the bytes of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // an answer is looked at, never compared
    public record Answer(int status, HttpHeaders headers, byte[] body) {
        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** A header's first value, or the empty text where there is none. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }
}
