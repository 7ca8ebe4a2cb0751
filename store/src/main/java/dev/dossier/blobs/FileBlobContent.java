package dev.dossier.blobs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a blob in a file of its own. */
final class FileBlobContent implements BlobContent {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final FileChannel channel;
    private final long sizeBytes;

    private FileBlobContent(FileChannel channel, long sizeBytes) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    static FileBlobContent open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new FileBlobContent(channel, channel.size());
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void transferTo(long offset, long lengthBytes, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, lengthBytes))];
        long position = offset;
        long end = offset + lengthBytes;
        while (position < end) {
            int wanted = (int) Math.min(buffer.length, end - position);
            int read = channel.read(ByteBuffer.wrap(buffer, 0, wanted), position);
            if (read < 0) {
                throw new EOFException("the stored bytes end at " + position + ", before " + end);
            }
            out.write(buffer, 0, read);
            position += read;
        }
    }

    @Override
    public InputStream stream() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
                position += Math.max(0, read);
                return read;
            }
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a file that is only read has nothing to lose
        }
    }
}
