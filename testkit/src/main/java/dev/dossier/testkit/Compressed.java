package dev.dossier.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;

/** Compressed bytes that unfold to far more than they are. */
final class Compressed {
    private static final int PIECE_BYTES = 1 << 16;

    private Compressed() {}

    /** A text and so many zeros, compressed. */
    static byte[] zeros(String begin, long sizeBytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            byte[] piece = new byte[PIECE_BYTES];
            for (long left = sizeBytes; left > 0; left -= PIECE_BYTES) {
                out.write(piece, 0, (int) Math.min(left, PIECE_BYTES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
