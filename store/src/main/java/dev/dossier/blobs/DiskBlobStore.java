package dev.dossier.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Bytes on a local disk: {@code <root>/<first two digits of the key>/<key>}.
 *
 * <p>A blob appears under its name whole or not at all: it is written elsewhere on the same file system, flushed, renamed
 * into place, and the directory is flushed.
 */
public final class DiskBlobStore implements BlobStore {
    private final Path root;

    /** A store below that directory, which need not exist yet. */
    public DiskBlobStore(Path root) {
        this.root = root;
    }

    @Override
    public void prepare() throws IOException {
        Directories.create(root);
    }

    @Override
    public void place(Path temporary, BlobKey key) throws IOException {
        Path target = path(key);
        Path directory = directory(key);
        Directories.create(directory);
        // the age of bytes that no file uses yet counts from now, not from their arrival
        Files.setLastModifiedTime(temporary, FileTime.from(Instant.now()));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        Directories.force(directory);
    }

    @Override
    public BlobContent open(BlobKey key) throws IOException {
        return FileBlobContent.open(path(key));
    }

    @Override
    public OptionalLong sizeBytes(BlobKey key) throws IOException {
        Path path = path(key);
        return Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty();
    }

    @Override
    public boolean holds(BlobKey key, Path same) {
        try {
            return Files.mismatch(path(key), same) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void move(BlobKey from, BlobKey to) throws IOException {
        Directories.create(directory(to));
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
        Directories.force(directory(to));
    }

    @Override
    public void remove(BlobKey key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    @Override
    public void eachWrittenBefore(Instant time, Keys taker) throws IOException {
        for (Path directory : entries(root)) {
            List<BlobKey> keys = entries(directory).stream()
                    .filter(file -> isInPlace(file) && lastModified(file).isBefore(time))
                    .map(file -> new BlobKey(name(file)))
                    .toList();
            if (!keys.isEmpty()) {
                taker.take(keys);
            }
        }
    }

    @Override
    public List<String> strays() throws IOException {
        List<String> strays = new ArrayList<>();
        for (Path entry : entries(root)) {
            List<Path> files = Files.isDirectory(entry) ? entries(entry) : List.of(entry);
            files.stream()
                    .filter(file -> !isInPlace(file))
                    .map(file -> root.relativize(file).toString())
                    .forEach(strays::add);
        }
        return strays;
    }

    private boolean isInPlace(Path file) {
        return BlobKey.isKey(name(file)) && file.equals(path(new BlobKey(name(file))));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** What stands in a directory, in the order of names; nothing where there is none. */
    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    @Override
    public boolean isWritable() {
        return Files.isWritable(
                Files.isDirectory(root) ? root : root.toAbsolutePath().getParent());
    }

    private static Instant lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MAX; // it was removed meanwhile
        }
    }

    private Path path(BlobKey key) {
        return directory(key).resolve(key.value());
    }

    private Path directory(BlobKey key) {
        return root.resolve(key.value().substring(0, 2));
    }
}
