package dev.dossier.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Random bytes that can be had again: the same seed and size are the same bytes, however they are read. Nothing is held
 * in memory, so that a sample may be larger than the heap.
 *
 * @param seed what determines the bytes
 * @param sizeBytes how many there are
 */
public record SampleBytes(long seed, long sizeBytes) {
    /** Bytes of a new seed, which is printed so that a failure can be repeated. */
    public static SampleBytes ofSize(long sizeBytes) {
        SampleBytes sample = new SampleBytes(ThreadLocalRandom.current().nextLong(), sizeBytes);
        System.out.println("sample bytes: " + sample);
        return sample;
    }

    /** The bytes, from the beginning. */
    public InputStream stream() {
        return new SampleStream(this);
    }

    /** All bytes at once, for small samples. */
    public byte[] bytes() {
        try (InputStream in = stream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The SHA-256 of the bytes in lower-case hexadecimal digits. */
    public String sha256() {
        try (InputStream in = stream();
                var digest =
                        new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the bytes to a file and answers the file. */
    public Path writeTo(Path file) {
        try (InputStream in = stream()) {
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
