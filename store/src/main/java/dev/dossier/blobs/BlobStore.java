package dev.dossier.blobs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where bytes are kept. It knows keys and bytes and nothing of files or sessions. Thread-safe.
 *
 * <p>Whether a key is in use is the database's to say: bytes that stand here without being known there are left over
 * from a crash, and {@link Sweeper} removes them.
 */
public interface BlobStore {
    /** Makes the place ready; may be called any number of times. */
    void prepare() throws IOException;

    /**
     * Makes the bytes of a finished temporary file durable under the key. The temporary file is gone afterwards.
     *
     * @param temporary a file that is complete and flushed to the disk
     */
    void place(Path temporary, BlobKey key) throws IOException;

    /**
     * Opens the bytes.
     *
     * @throws NoSuchFileException when there are none under the key
     */
    BlobContent open(BlobKey key) throws IOException;

    /** The length of the bytes, if there are any under the key. */
    OptionalLong sizeBytes(BlobKey key) throws IOException;

    /** Whether the bytes under the key can be read and are those of the file. */
    boolean holds(BlobKey key, Path same);

    /**
     * Takes the bytes of one key away to another one, whole or not at all, and durably.
     *
     * @throws NoSuchFileException when there are none under the first key
     */
    void move(BlobKey from, BlobKey to) throws IOException;

    /** Removes the bytes; nothing happens when there are none. */
    void remove(BlobKey key) throws IOException;

    /** Takes some keys. */
    @FunctionalInterface
    interface Keys {
        /** Takes them. */
        void take(List<BlobKey> keys) throws IOException;
    }

    /**
     * Hands out the keys whose bytes were last written before the time, in their order, some at a time: there may be more of them
     * than memory holds. None are handed out as an empty list.
     */
    void eachWrittenBefore(Instant time, Keys taker) throws IOException;

    /** What stands among the bytes and is none of them, by name. */
    List<String> strays() throws IOException;

    /** Whether bytes can be added here. */
    boolean isWritable();
}
