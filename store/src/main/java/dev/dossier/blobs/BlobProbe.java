package dev.dossier.blobs;

import dev.dossier.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Compares one blob with its bytes. It changes nothing. Thread-safe. */
final class BlobProbe {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final BlobStore store;

    BlobProbe(BlobStore store) {
        this.store = store;
    }

    /** What is wrong with the presence or the length of the bytes, in words; empty when nothing is. */
    Optional<String> look(Blob blob) {
        return problem(blob, false, bytes -> {});
    }

    /**
     * The same, with all bytes read and hashed.
     *
     * @param read told of each portion of bytes once it is read; it may take its time
     * @throws UncheckedIOException when the thread is interrupted, which says nothing about the bytes
     */
    Optional<String> read(Blob blob, LongConsumer read) {
        return problem(blob, true, read);
    }

    private Optional<String> problem(Blob blob, boolean deep, LongConsumer read) {
        try (BlobContent content = store.open(blob.key())) {
            if (content.sizeBytes() != blob.sizeBytes()) {
                return Optional.of("has " + content.sizeBytes() + " bytes instead of " + blob.sizeBytes());
            }
            return deep && !sha256(content, read).equals(blob.key().sha256())
                    ? Optional.of("has other bytes than its hash says")
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("is missing");
        } catch (ClosedByInterruptException e) {
            throw new UncheckedIOException(e);
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    private static String sha256(BlobContent content, LongConsumer read) throws IOException {
        MessageDigest digest = Sha256.digest();
        InputStream in = content.stream();
        byte[] buffer = new byte[BUFFER_BYTES];
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
            digest.update(buffer, 0, count);
            read.accept(count);
        }
        return Sha256.hex(digest);
    }
}
