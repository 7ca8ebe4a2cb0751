package dev.dossier.blobs;

import dev.dossier.errors.DossierException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.errors.TooLargeException;
import dev.dossier.hashing.Sha256;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where bytes arrive. Each arrival has a temporary file of its own, is hashed and counted while it is written, and is
 * flushed before it counts as arrived. The name of a temporary file begins with the {@linkplain Presence name of its process}:
 * what a dead process left is removed by any other, and what a living one receives is let alone, however slowly it comes.
 * Thread-safe.
 */
public final class Staging implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int HEAD_BYTES = 8 * 1024;
    private static final Pattern NAME = Pattern.compile("([0-9a-f-]{36})\\.[0-9a-f-]{36}\\.part");

    private final Path directory;
    private final long limitBytes;
    private final Presence presence;

    /**
     * Arrivals in that directory, which need not exist yet.
     *
     * @param locks the directory in which processes show that they live; it need not exist either
     * @param limitBytes the largest content that is accepted
     */
    public Staging(Path directory, Path locks, long limitBytes) {
        this.directory = directory;
        this.presence = new Presence(locks);
        this.limitBytes = limitBytes;
    }

    /** Makes the directories and shows that this process lives; may be called any number of times. */
    public void prepare() throws IOException {
        Directories.create(directory);
        presence.show();
    }

    /** Takes the stream to its end, whatever room that needs. */
    public StagedContent receive(InputStream in) throws IOException {
        return receive(in, Allowance.UNLIMITED);
    }

    /**
     * Takes the stream to its end.
     *
     * @param allowance the room that the bytes take; it is closed when they do not arrive, and with the content otherwise
     * @throws IOException when the stream fails: whoever sends has gone; nothing is left behind
     * @throws TooLargeException when it goes on beyond the limit
     * @throws StorageFullException when there is no room
     * @throws StorageException when the disk fails otherwise
     */
    public StagedContent receive(InputStream in, Allowance allowance) throws IOException {
        Path temporary = fresh();
        boolean arrived = false;
        try (FileChannel out = create(temporary)) {
            StagedContent content = copy(in, out, temporary, allowance);
            arrived = true;
            return content;
        } finally {
            if (!arrived) {
                try (allowance) {
                    drop(temporary);
                }
            }
        }
    }

    /**
     * Takes over a file that stands elsewhere and stays there: by a second link to it where the file system can, by a copy
     * otherwise.
     */
    public StagedContent adopt(Path original) throws IOException {
        Path temporary = fresh();
        boolean arrived = false;
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

    /** Where nothing was prepared nothing may be written. */
    private Path fresh() {
        String process = presence.name().orElseThrow(ReadOnlyException::new);
        return directory.resolve(process + "." + UUID.randomUUID() + ".part");
    }

    private StagedContent read(Path temporary) throws IOException {
        MessageDigest digest = Sha256.digest();
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
        String sha256 = Sha256.hex(digest);
        return new StagedContent(this, temporary, sha256, sizeBytes, head, Allowance.UNLIMITED);
    }

    private StagedContent copy(InputStream in, FileChannel out, Path temporary, Allowance allowance)
            throws IOException {
        MessageDigest digest = Sha256.digest();
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
            allowance.draw(filled);
            digest.update(buffer, 0, filled);
            write(out, ByteBuffer.wrap(buffer, 0, filled));
        }
        flush(out);
        String sha256 = Sha256.hex(digest);
        return new StagedContent(this, temporary, sha256, sizeBytes, head, allowance);
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
        }
    }

    /**
     * Removes the temporary files of processes that are dead, and answers how many. A file that bears no process's name
     * goes once nobody has written to it since the time.
     */
    public int removeAbandoned(Instant time) throws IOException {
        int removed = 0;
        for (Path file : abandoned(time)) {
            if (Files.deleteIfExists(file)) {
                removed++;
            }
        }
        presence.removeDead();
        return removed;
    }

    /** The temporary files that {@link #removeAbandoned} would remove. It changes nothing. */
    public List<Path> abandoned(Instant time) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        Map<String, Boolean> alive = new HashMap<>();
        List<Path> abandoned = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                Matcher parts = NAME.matcher(name);
                if (!parts.matches()) {
                    if (isOlder(file, time)) {
                        abandoned.add(file);
                    }
                    continue;
                }
                String process = parts.group(1);
                Boolean known = alive.get(process);
                boolean lives = known == null ? presence.isAlive(process) : known;
                alive.put(process, lives);
                if (!lives) {
                    abandoned.add(file);
                }
            }
        }
        return abandoned;
    }

    /** Takes down the sign that this process lives. */
    @Override
    public void close() {
        try {
            presence.close();
        } catch (IOException e) {
            throw translate(e);
        }
    }

    private static boolean isOlder(Path file, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (NoSuchFileException e) {
            return false; // its upload was finished or given up a moment ago
        }
    }
}
