package dev.dossier.cli.files;

import dev.dossier.hashing.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import tools.jackson.databind.JsonNode;

/**
 * One source on its way to a session. The bytes are read once, in small pieces, and hashed as they go; the server must
 * answer with the same hash.
 */
final class Upload {
    private final Source source;
    private final Progress progress;
    private final MessageDigest digest = Sha256.digest();

    Upload(Source source, Progress progress) {
        this.source = source;
        this.progress = progress;
    }

    /** Sends the bytes and answers the file that the server made of them. */
    JsonNode to(Remote remote, String session) {
        String path = "/api/sessions/" + Remote.encoded(session) + "/files?name=" + Remote.encoded(source.name());
        var request = remote.request(path)
                .header("Content-Type", "application/octet-stream")
                .expectContinue(source.sizeBytes() != 0)
                .POST(body())
                .build();
        JsonNode file = remote.json(remote.send(request)).path("files").path(0);
        String sent = Sha256.hex(digest);
        String stored = file.path("file_hash").asString("");
        if (!stored.equals(sent)) {
            throw new RemoteException.Damaged(
                    "\"%s\" was altered on its way: %s was sent and %s is stored as file %s. Remove it and send it again."
                            .formatted(
                                    source.name(),
                                    sent,
                                    stored,
                                    file.path("file_id").asString("?")));
        }
        return file;
    }

    private BodyPublisher body() {
        if (source.sizeBytes() == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(this::open);
        return source.sizeBytes() < 0 ? stream : BodyPublishers.fromPublisher(stream, source.sizeBytes());
    }

    private InputStream open() {
        digest.reset();
        try {
            return new FilterInputStream(source.content().open()) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = in.read(target, offset, length);
                    if (count > 0) {
                        digest.update(target, offset, count);
                        progress.advance(count);
                    }
                    return count;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
