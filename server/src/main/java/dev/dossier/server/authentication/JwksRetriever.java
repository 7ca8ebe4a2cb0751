package dev.dossier.server.authentication;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches an issuer's keys: one address, no redirections, limited in time as a whole and in size. */
final class JwksRetriever implements ResourceRetriever {
    static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    static final long SIZE_LIMIT_BYTES = 256 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIME_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile boolean failing;

    /** Whether the last attempt failed. */
    boolean isFailing() {
        return failing;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        failing = true;
        HttpResponse<String> response = answer(HttpRequest.newBuilder(uri(url))
                .header("Accept", "application/jwk-set+json, application/json")
                .build());
        if (response.statusCode() != 200) {
            throw new IOException("the issuer's keys were answered with status " + response.statusCode());
        }
        failing = false;
        return new Resource(
                response.body(), response.headers().firstValue("Content-Type").orElse(null));
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), SIZE_LIMIT_BYTES));
        try {
            return answer.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("the issuer's keys did not come within " + TIME_LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the issuer's keys cannot be fetched", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
