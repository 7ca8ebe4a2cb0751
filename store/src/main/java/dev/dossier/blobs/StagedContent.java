package dev.dossier.blobs;

import java.nio.file.Path;

/**
 * Bytes that have arrived whole and are flushed to the disk, and belong to no file yet. Closing it drops them, unless
 * they have been placed. Not thread-safe.
 */
public final class StagedContent implements AutoCloseable {
    private final Staging staging;
    private final Path temporary;
    private final String sha256;
    private final long sizeBytes;
    private final byte[] head;
    private final Allowance allowance;

    StagedContent(Staging staging, Path temporary, String sha256, long sizeBytes, byte[] head, Allowance allowance) {
        this.allowance = allowance;
        this.staging = staging;
        this.temporary = temporary;
        this.sha256 = sha256;
        this.sizeBytes = sizeBytes;
        this.head = head;
    }

    Path temporary() {
        return temporary;
    }

    /** The SHA-256 of the bytes, 64 hexadecimal digits in lower case. */
    public String sha256() {
        return sha256;
    }

    /** How many bytes there are. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /**
     * The content type, told by the first bytes; the name decides only between types that begin alike.
     *
     * @param name the file's name
     */
    public String mimeType(String name) {
        return ContentTypes.detect(head, name);
    }

    Allowance allowance() {
        return allowance;
    }

    @Override
    public void close() {
        try (allowance) {
            staging.drop(temporary);
        }
    }
}
