package dev.dossier.blobs;

import dev.dossier.errors.DossierException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.errors.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where bytes arrive. Each arrival has a temporary file of its own, is hashed and counted while it is written, and is
 * flushed before it counts as arrived. A temporary file that is left over from a crash is swept once nobody has written to
 * it for the grace period. Thread-safe.
 */
public final class Staging {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int HEAD_BYTES = 8 * 1024;

    private final Path directory;
    private final long limitBytes;
    private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

    /**
     * Arrivals in that directory, which need not exist yet.
     *
     * @param limitBytes the largest content that is accepted
     */
    public Staging(Path directory, long limitBytes) {
        this.directory = directory;
        this.limitBytes = limitBytes;
    }

    /** Makes the directory; may be called any number of times. */
    public void prepare() throws IOException {
        Directories.create(directory);
    }

    /**
     * Takes the stream to its end.
     *
     * @throws IOException when the stream fails: whoever sends has gone; nothing is left behind
     * @throws TooLargeException when it goes on beyond the limit
     * @throws StorageFullException when there is no room
     * @throws StorageException when the disk fails otherwise
     */
    public StagedContent receive(InputStream in) throws IOException {
        Path temporary = directory.resolve(UUID.randomUUID() + ".part");
        boolean arrived = false;
        inUse.add(temporary);
        try (FileChannel out = create(temporary)) {
            StagedContent content = copy(in, out, temporary);
            arrived = true;
            return content;
        } finally {
            if (!arrived) {
                drop(temporary);
            }
        }
    }

    /**
     * Takes over a file that stands elsewhere and stays there: by a second link to it where the file system can, by a copy
     * otherwise.
     */
    public StagedContent adopt(Path original) throws IOException {
        Path temporary = directory.resolve(UUID.randomUUID() + ".part");
        boolean arrived = false;
        inUse.add(temporary);
        try {
            try {
                Files.createLink(temporary, original);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(original, temporary);
            }
            StagedContent content = read(temporary);
            arrived = true;
            return content;
        } finally {
            if (!arrived) {
                drop(temporary);
            }
        }
    }

    private StagedContent read(Path temporary) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        byte[] head;
        long sizeBytes = 0;
        try (InputStream in = Files.newInputStream(temporary);
                FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            int filled = in.readNBytes(buffer, 0, BUFFER_BYTES);
            head = Arrays.copyOf(buffer, Math.min(filled, HEAD_BYTES));
            while (filled > 0) {
                sizeBytes += filled;
                digest.update(buffer, 0, filled);
                filled = in.readNBytes(buffer, 0, BUFFER_BYTES);
            }
            file.force(true);
        }
        return new StagedContent(this, temporary, HexFormat.of().formatHex(digest.digest()), sizeBytes, head);
    }

    private StagedContent copy(InputStream in, FileChannel out, Path temporary) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        byte[] head = new byte[0];
        long sizeBytes = 0;
        int filled;
        while ((filled = in.readNBytes(buffer, 0, BUFFER_BYTES)) > 0) {
            if (sizeBytes == 0) {
                head = Arrays.copyOf(buffer, Math.min(filled, HEAD_BYTES));
            }
            sizeBytes += filled;
            if (sizeBytes > limitBytes) {
                throw new TooLargeException(limitBytes);
            }
            digest.update(buffer, 0, filled);
            write(out, ByteBuffer.wrap(buffer, 0, filled));
        }
        flush(out);
        return new StagedContent(this, temporary, HexFormat.of().formatHex(digest.digest()), sizeBytes, head);
    }

    private static FileChannel create(Path temporary) {
        try {
            return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw translate(e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw translate(e);
        }
    }

    private static void flush(FileChannel out) {
        try {
            out.force(true);
        } catch (IOException e) {
            throw translate(e);
        }
    }

    /** What a failure of the disk means to whoever asked. */
    public static DossierException translate(IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return new StorageFullException(e);
        }
        if (e instanceof AccessDeniedException || reason.contains("Read-only file system")) {
            return new ReadOnlyException(e);
        }
        return new StorageException("The storage failed. The server's log has the cause.", e);
    }

    /** Removes a temporary file, if it is still there. */
    void drop(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw translate(e);
        } finally {
            inUse.remove(temporary);
        }
    }

    /**
     * Removes the temporary files that nobody has written to since the time and that no arrival of this process holds, and
     * answers how many.
     */
    public int removeOlderThan(Instant time) throws IOException {
        int removed = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!inUse.contains(file) && isOlder(file, time) && Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private static boolean isOlder(Path file, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false; // its upload was finished or given up a moment ago
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
