package dev.dossier.cli.files;

import dev.dossier.cli.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server spoken to over HTTP.
 *
 * @param server its address
 * @param key the key that is shown to it, where there is one
 * @param client what speaks HTTP
 */
record Remote(URI server, Optional<String> key, HttpClient client) implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    /** The server that the settings name. */
    static Remote of(Settings settings) {
        return new Remote(
                settings.server(),
                settings.key(),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .build());
    }

    /** A text as a segment of a path or a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A request for a path, with the key shown. */
    HttpRequest.Builder request(String path) {
        String base = server.toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        key.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    /** Asks without a body and answers the JSON, or an empty object where the server answers nothing. */
    JsonNode ask(String method, String path) {
        return json(send(request(path)
                .timeout(ANSWER_LIMIT)
                .method(method, BodyPublishers.noBody())
                .build()));
    }

    /** Asks with a JSON object and answers the JSON. */
    JsonNode ask(String method, String path, Map<String, ?> object) {
        return json(send(request(path)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(object)))
                .build()));
    }

    /** Shows every element of a list that comes in pages. */
    void each(String path, String elements, Consumer<JsonNode> show) {
        JsonNode page = ask("GET", path);
        page.path(elements).forEach(show);
        while (page.path("next_cursor").isString()) {
            page = ask(
                    "GET", path + "&cursor=" + encoded(page.path("next_cursor").asString()));
            page.path(elements).forEach(show);
        }
    }

    /**
     * Sends a request.
     *
     * @throws RemoteException when nobody answers, or the answer is a refusal
     */
    HttpResponse<InputStream> send(HttpRequest request) {
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new RemoteException.Unreachable(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException.Unreachable(server, new IOException("interrupted", e));
        }
        if (response.statusCode() >= 300) {
            throw new RemoteException.Refused(response.statusCode(), detail(response));
        }
        return response;
    }

    /** The JSON of an answer. */
    JsonNode json(HttpResponse<InputStream> response) {
        byte[] body = body(response);
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw new RemoteException.Refused(
                    response.statusCode(), "The answer of %s is no JSON: is it a Dossier server?".formatted(server));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private byte[] body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new RemoteException.Unreachable(server, e);
        }
    }

    private String detail(HttpResponse<InputStream> response) {
        String plain = "The server answered with status " + response.statusCode() + ".";
        try {
            JsonNode problem = JSON.readTree(body(response));
            String title = problem.path("title").asString(plain);
            return problem.path("detail").asString(title);
        } catch (JacksonException e) {
            return plain;
        }
    }
}
