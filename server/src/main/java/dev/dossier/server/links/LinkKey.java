package dev.dossier.server.links;

import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;

/**
 * The secret that signs links, in the file {@code link.key}, which only its owner may read. It is written whole to another name
 * and then linked to its own, so that any number of processes may make it at once: one succeeds, the others read what it made.
 */
final class LinkKey {
    private static final String NAME = "link.key";
    private static final SecureRandom RANDOM = new SecureRandom();

    private LinkKey() {}

    /**
     * The secret of a data directory, which is made when there is none.
     *
     * @throws ReadOnlyException when it cannot be made, because the directory cannot be written
     */
    static byte[] in(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                create(directory, file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length < LinkConfig.KEY_BYTES) {
                throw new IOException("too short");
            }
            return key;
        } catch (AccessDeniedException e) {
            throw new ReadOnlyException();
        } catch (IOException e) {
            throw new StorageException("The file " + NAME + " of the data directory cannot be used.", e);
        }
    }

    private static void create(Path directory, Path file) throws IOException {
        Path whole = directory.resolve(NAME + "." + HexFormat.of().formatHex(bits(8)));
        try (FileChannel channel = FileChannel.open(
                whole, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            ByteBuffer bits = ByteBuffer.wrap(bits(LinkConfig.KEY_BYTES));
            while (bits.hasRemaining()) {
                channel.write(bits);
            }
            channel.force(true);
            publish(whole, file);
        } catch (FileAlreadyExistsException e) {
            return; // another process was faster
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static void publish(Path whole, Path file) throws IOException {
        try {
            Files.createLink(file, whole);
        } catch (UnsupportedOperationException e) {
            Files.move(whole, file); // where the file system has no links
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] bits(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return bits;
    }

    /** The secret that somebody chose. */
    static byte[] of(String chosen) {
        return chosen.getBytes(StandardCharsets.UTF_8);
    }
}
