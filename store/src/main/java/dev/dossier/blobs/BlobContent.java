package dev.dossier.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Open bytes of one blob. They stay readable until closed, even when the blob is removed meanwhile. */
public interface BlobContent extends AutoCloseable {
    /** The length of what is stored, in bytes. */
    long sizeBytes();

    /**
     * Writes some of the bytes.
     *
     * @param offset the first byte, from 0
     * @param lengthBytes how many
     */
    void transferTo(long offset, long lengthBytes, OutputStream out) throws IOException;

    /** A stream over all bytes; it is good until this is closed. */
    InputStream stream();

    @Override
    void close();
}
