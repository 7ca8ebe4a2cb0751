package dev.dossier.files;

import dev.dossier.blobs.BlobContent;
import dev.dossier.blobs.CheckedOutput;
import dev.dossier.errors.ContentUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;

/**
 * An open file: what is known of it, and its bytes. The bytes stay readable until it is closed, even when the file is
 * purged meanwhile. Not thread-safe.
 */
public final class FileContent implements AutoCloseable {
    private final StoredFile file;
    private final BlobContent bytes;
    private final Runnable quarantine;

    FileContent(StoredFile file, BlobContent bytes, Runnable quarantine) {
        this.file = file;
        this.bytes = bytes;
        this.quarantine = quarantine;
    }

    /** What is known of the file. */
    public StoredFile file() {
        return file;
    }

    /**
     * Writes all bytes, and compares their hash before it writes the last of them.
     *
     * @throws ContentUnavailableException when they are damaged or cannot be read; then they were not all written
     * @throws IOException when they cannot be written, or the thread is interrupted
     */
    public void transferTo(OutputStream out) throws IOException {
        CheckedOutput checked = new CheckedOutput(out);
        boolean whole;
        try {
            bytes.transferTo(0, file.sizeBytes(), checked);
            whole = checked.release(file.sha256());
        } catch (IOException e) {
            if (checked.isBroken() || e instanceof ClosedByInterruptException) {
                throw e; // whoever reads has gone, or the server stops: that says nothing about the bytes
            }
            whole = false;
        }
        if (!whole) {
            quarantine.run();
            throw new ContentUnavailableException(file.id().value());
        }
    }

    /**
     * Writes some of the bytes. Where these are not all, nobody can tell whether they are right; the scrub finds damage.
     *
     * @param offset the first byte, from 0
     * @param lengthBytes how many, at most up to the end
     * @throws ContentUnavailableException when these are all and they are damaged
     */
    public void transferTo(long offset, long lengthBytes, OutputStream out) throws IOException {
        if (offset == 0 && lengthBytes == file.sizeBytes()) {
            transferTo(out);
        } else {
            bytes.transferTo(offset, lengthBytes, out);
        }
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
