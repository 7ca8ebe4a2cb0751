package dev.dossier.cli.files;

import dev.dossier.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;

/**
 * The content of one file on its way here. A connection that breaks is taken up again where it broke, a few times; the
 * bytes are right when their hash is the ETag.
 */
final class Download {
    private static final int ATTEMPTS = 3;
    private static final int PIECE_BYTES = 1 << 16;

    private final Remote remote;
    private final String path;
    private final Progress progress;
    private final MessageDigest digest = Sha256.digest();
    private String etag = "";
    private long receivedBytes;

    Download(Remote remote, String fileId, Progress progress) {
        this.remote = remote;
        this.path = "/api/files/" + Remote.encoded(fileId) + "/content";
        this.progress = progress;
    }

    /**
     * Writes the content.
     *
     * @return its SHA-256
     * @throws RemoteException when it does not arrive, or not as it was sent
     * @throws IOException when it cannot be written
     */
    String to(OutputStream out) throws IOException {
        int attempt = 1;
        while (!arrived(out, attempt == ATTEMPTS)) {
            attempt++;
        }
        String received = Sha256.hex(digest);
        if (!etag.equals("\"" + received + "\"")) {
            throw new RemoteException.Damaged(
                    "The content was altered on its way: it should be %s and is %s. Get it again."
                            .formatted(etag, received));
        }
        return received;
    }

    private boolean arrived(OutputStream out, boolean last) throws IOException {
        HttpResponse<InputStream> response = remote.send(request());
        String answered = response.headers().firstValue("ETag").orElse("");
        if (receivedBytes > 0 && (response.statusCode() != 206 || !answered.equals(etag))) {
            throw new RemoteException.Damaged("The content was changed while it was read. Get it again.");
        }
        etag = answered;
        try (InputStream in = response.body()) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int count = read(in, piece, last); count >= 0; count = read(in, piece, last)) {
                if (count == 0) {
                    return false;
                }
                out.write(piece, 0, count);
                digest.update(piece, 0, count);
                receivedBytes += count;
                progress.advance(count);
            }
            return true;
        }
    }

    private HttpRequest request() {
        HttpRequest.Builder request = remote.request(path).GET();
        if (receivedBytes > 0) {
            request.header("Range", "bytes=" + receivedBytes + "-").header("If-Range", etag);
        }
        return request.build();
    }

    /** Some bytes; -1 at the end; 0 where the connection broke and may be taken up again. */
    private int read(InputStream in, byte[] piece, boolean last) {
        try {
            return in.read(piece);
        } catch (IOException e) {
            if (last) {
                throw new RemoteException.Unreachable(remote.server(), e);
            }
            return 0;
        }
    }
}
