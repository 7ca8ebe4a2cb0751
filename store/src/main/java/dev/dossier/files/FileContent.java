package dev.dossier.files;

import dev.dossier.blobs.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An open file: what is known of it, and its bytes. The bytes stay readable until it is closed, even when the file is
 * purged meanwhile. Not thread-safe.
 */
public final class FileContent implements AutoCloseable {
    private final StoredFile file;
    private final BlobContent bytes;

    FileContent(StoredFile file, BlobContent bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** What is known of the file. */
    public StoredFile file() {
        return file;
    }

    /** Writes all bytes. */
    public void transferTo(OutputStream out) throws IOException {
        bytes.transferTo(0, file.sizeBytes(), out);
    }

    /**
     * Writes some of the bytes.
     *
     * @param offset the first byte, from 0
     * @param lengthBytes how many, at most up to the end
     */
    public void transferTo(long offset, long lengthBytes, OutputStream out) throws IOException {
        bytes.transferTo(offset, lengthBytes, out);
    }

    /** A stream over all bytes; it is good until this is closed. */
    public InputStream stream() {
        return bytes.stream();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
