package dev.dossier.scanning;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The scanner clamd of ClamAV, which is given content over its socket: command {@code INSTREAM} of clamd(8). Each content has a
 * connection of its own. Waits have no limit here; whoever interrupts the thread ends them. Immutable and thread-safe.
 */
final class Clamd {
    private static final byte[] INSTREAM = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = "zPING\0".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int LONGEST_REPLY_BYTES = 4096;
    private static final int LONGEST_FINDING = 200;
    private static final String PREFIX = "stream: ";
    private static final String FOUND = " FOUND";

    /** What clamd "finds" in a content that it did not scan to its end, where AlertExceedsMax is set. */
    private static final String LIMITS = "Heuristics.Limits.Exceeded";

    private static final String SIZE_LIMIT = "INSTREAM size limit exceeded";

    private final ClamdAddress address;

    Clamd(ClamdAddress address) {
        this.address = address;
    }

    /**
     * Asks for a sign of life.
     *
     * @throws ScannerException when there is none
     */
    void ping() throws IOException {
        try (SocketChannel scanner = connect()) {
            write(ByteBuffer.wrap(PING), scanner);
            String reply = reply(scanner);
            if (!reply.equals("PONG")) {
                throw new ScannerException(reply.isEmpty() ? "it hangs up" : "it says: " + plain(reply), null);
            }
        }
    }

    /**
     * Has the content scanned.
     *
     * @throws ScannerException when the scanner cannot be reached or hangs up without a word
     * @throws IOException when the content cannot be read
     */
    Verdict scan(InputStream content) throws IOException {
        try (SocketChannel scanner = connect()) {
            try {
                send(content, scanner);
            } catch (ScannerException hungUp) {
                String reply = lastWord(scanner, hungUp);
                if (reply.isEmpty()) {
                    throw hungUp;
                }
                return verdict(reply);
            }
            return verdict(reply(scanner));
        }
    }

    private SocketChannel connect() throws IOException {
        try {
            return address.connect();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new ScannerException("it cannot be reached", e);
        }
    }

    private static void send(InputStream content, SocketChannel scanner) throws IOException {
        write(ByteBuffer.wrap(INSTREAM), scanner);
        byte[] bytes = new byte[Integer.BYTES + CHUNK_BYTES];
        int count;
        while ((count = content.read(bytes, Integer.BYTES, CHUNK_BYTES)) >= 0) {
            if (count > 0) { // a chunk without bytes would be the end
                ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, Integer.BYTES + count);
                chunk.putInt(0, count);
                write(chunk, scanner);
            }
        }
        write(ByteBuffer.allocate(Integer.BYTES), scanner);
    }

    private static void write(ByteBuffer bytes, SocketChannel scanner) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                scanner.write(bytes);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new ScannerException("it hung up", e);
        }
    }

    /** What a scanner said that had enough and hung up while it was still being sent to; empty for nothing. */
    private static String lastWord(SocketChannel scanner, ScannerException hungUp) throws IOException {
        try {
            return reply(scanner);
        } catch (ScannerException e) {
            hungUp.addSuppressed(e);
            return "";
        }
    }

    private static String reply(SocketChannel scanner) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(512);
        try {
            while (reply.size() < LONGEST_REPLY_BYTES && scanner.read(bytes) >= 0) {
                for (bytes.flip(); bytes.hasRemaining(); ) {
                    byte next = bytes.get();
                    if (next == 0) {
                        return reply.toString(StandardCharsets.UTF_8);
                    }
                    reply.write(next);
                }
                bytes.clear();
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new ScannerException("it hung up", e);
        }
        return reply.toString(StandardCharsets.UTF_8);
    }

    private static Verdict verdict(String reply) throws ScannerException {
        if (reply.isEmpty()) {
            throw new ScannerException("it hung up without a word", null);
        }
        if (reply.equals(PREFIX + "OK")) {
            return new Verdict.Clean();
        }
        if (reply.startsWith(PREFIX) && reply.endsWith(FOUND)) {
            String finding = plain(reply.substring(PREFIX.length(), reply.length() - FOUND.length()));
            return finding.startsWith(LIMITS)
                    ? new Verdict.Failed("it exceeds a limit of clamd.conf: " + finding, true)
                    : new Verdict.Infected(finding);
        }
        if (reply.startsWith(SIZE_LIMIT)) {
            return new Verdict.Failed("it is larger than clamd accepts, see StreamMaxLength in clamd.conf", true);
        }
        return new Verdict.Failed("clamd says: " + plain(reply), false);
    }

    /** What a stranger said, as one short line of visible characters. */
    private static String plain(String text) {
        String line = text.strip().replaceAll("[^ -~]", "?");
        return line.length() <= LONGEST_FINDING ? line : line.substring(0, LONGEST_FINDING);
    }
}
