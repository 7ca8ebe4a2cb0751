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
    public List<BlobKey> writtenBefore(Instant time) throws IOException {
        List<BlobKey> keys = new ArrayList<>();
        for (Path file : files()) {
            if (isInPlace(file) && lastModified(file).isBefore(time)) {
                keys.add(new BlobKey(name(file)));
            }
        }
        return keys;
    }

    @Override
    public List<String> strays() throws IOException {
        List<String> strays = new ArrayList<>();
        for (Path file : files()) {
            if (!isInPlace(file)) {
                strays.add(root.relativize(file).toString());
            }
        }
        return strays;
    }

    private boolean isInPlace(Path file) {
        return BlobKey.isKey(name(file)) && file.equals(path(new BlobKey(name(file))));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** What stands in the root and in its directories, but for these. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return files;
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                if (Files.isDirectory(entry)) {
                    try (Stream<Path> below = Files.list(entry)) {
                        below.forEach(files::add);
                    }
                } else {
                    files.add(entry);
                }
            }
        }
        return files;
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
