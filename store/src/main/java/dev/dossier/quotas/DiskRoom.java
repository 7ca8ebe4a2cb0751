package dev.dossier.quotas;

import dev.dossier.errors.StorageFullException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The room on a disk, less what arrivals of this process were promised and have not written yet. Thread-safe. */
final class DiskRoom {
    private final Path directory;
    private final long headroomBytes;
    private @Nullable FileStore disk;
    private long promisedBytes;

    DiskRoom(Path directory, long headroomBytes) {
        this.directory = directory;
        this.headroomBytes = headroomBytes;
    }

    /**
     * Promises room for bytes that are about to come.
     *
     * @throws StorageFullException when the headroom would not be left; nothing is promised
     */
    synchronized void promise(long sizeBytes) {
        if (headroomBytes > 0 && sizeBytes > usable() - headroomBytes - promisedBytes) {
            throw new StorageFullException(headroomBytes);
        }
        promisedBytes += sizeBytes;
    }

    /** Ends a promise, or a part of it: the bytes were written, or will not come. */
    synchronized void keep(long sizeBytes) {
        promisedBytes -= sizeBytes;
    }

    private long usable() {
        try {
            if (disk == null) {
                disk = Files.getFileStore(directory); // looking for it takes long, asking it does not
            }
            return disk.getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // a disk that does not tell its room is asked by writing to it
        }
    }
}
