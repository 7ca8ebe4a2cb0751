package dev.dossier.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sign by which other processes can tell that this one lives: a file that it keeps locked. The operating system lets go of
 * the lock when the process dies, however it dies, so nobody has to guess from times. Thread-safe.
 *
 * <p>A process must never open the lock file of a sign of its own a second time: closing any descriptor of a file drops the
 * locks that the process holds on it. That is why the signs of this process are remembered for all of it.
 */
final class Presence implements AutoCloseable {
    private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private @Nullable FileChannel channel;
    private @Nullable String name;

    /** Signs in that directory, which need not exist yet. */
    Presence(Path directory) {
        this.directory = directory;
    }

    /** Puts up the sign of this process, if it is not up yet. */
    synchronized void show() throws IOException {
        if (channel != null) {
            return;
        }
        Directories.create(directory);
        while (!lock(UUID.randomUUID().toString())) {
            // somebody took the new file for that of a dead process before it was locked: another name
        }
    }

    private boolean lock(String candidate) throws IOException {
        OWN.add(candidate);
        Path file = directory.resolve(candidate);
        FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean shown = false;
        try {
            FileLock lock = opened.tryLock();
            shown = lock != null && Files.exists(file);
        } finally {
            if (!shown) {
                Files.deleteIfExists(file);
                OWN.remove(candidate);
                opened.close();
            }
        }
        channel = shown ? opened : null;
        name = candidate;
        return shown;
    }

    /** The name of this process; it has none before {@link #show}. */
    synchronized Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Whether the process of that name lives. It changes nothing. */
    boolean isAlive(String other) throws IOException {
        if (OWN.contains(other)) {
            return true;
        }
        try (FileChannel found = FileChannel.open(directory.resolve(other), StandardOpenOption.READ);
                FileLock lock = found.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            return true; // another thread looks at this moment: it will tell
        }
    }

    /** Takes down the signs of dead processes. */
    void removeDead() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> signs = Files.list(directory)) {
            for (Path sign : signs.toList()) {
                if (!OWN.contains(sign.getFileName().toString())) {
                    removeIfDead(sign);
                }
            }
        }
    }

    /** Only who holds the lock may remove the file: so nobody takes down a sign that is just going up. */
    private static void removeIfDead(Path sign) throws IOException {
        try (FileChannel found = FileChannel.open(sign, StandardOpenOption.WRITE);
                FileLock lock = found.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(sign);
            }
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            return; // another thread or process was faster
        }
    }

    /** Takes the sign down. */
    @Override
    public synchronized void close() throws IOException {
        FileChannel open = channel;
        if (open != null && name != null) {
            channel = null;
            Files.deleteIfExists(directory.resolve(name));
            open.close();
            OWN.remove(name);
        }
    }
}
