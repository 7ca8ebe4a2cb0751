package dev.dossier.testkit;

import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;

/** A sample read in blocks, so that the bytes do not depend on how much a reader asks for at a time. */
final class SampleStream extends InputStream {
    private static final int BLOCK_BYTES = 8192;

    private final SplittableRandom random;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int position = BLOCK_BYTES;
    private long remainingBytes;

    SampleStream(SampleBytes sample) {
        random = new SplittableRandom(sample.seed());
        remainingBytes = sample.sizeBytes();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (remainingBytes == 0) {
            return -1;
        }
        if (position == BLOCK_BYTES) {
            random.nextBytes(block);
            position = 0;
        }
        int count = (int) Math.min(Math.min(length, BLOCK_BYTES - position), remainingBytes);
        System.arraycopy(block, position, target, offset, count);
        position += count;
        remainingBytes -= count;
        return count;
    }
}
