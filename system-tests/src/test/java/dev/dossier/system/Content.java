package dev.dossier.system;

import dev.dossier.testkit.Web;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it was downloaded, none of it kept.
 *
 * @param sha256 the hash of what came
 * @param sizeBytes how much came
 */
record Content(String sha256, long sizeBytes) {
    /** Downloads a file. */
    static Content of(Web web, String fileId) {
        HttpRequest request = HttpRequest.newBuilder(web.address().resolve("/api/files/" + fileId + "/content"))
                .build();
        try {
            HttpResponse<InputStream> answer = web.client().send(request, BodyHandlers.ofInputStream());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = answer.body();
                    OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                long size = in.transferTo(sink);
                if (answer.statusCode() != 200) {
                    throw new AssertionError(fileId + " answers " + answer.statusCode());
                }
                return new Content(HexFormat.of().formatHex(digest.digest()), size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
