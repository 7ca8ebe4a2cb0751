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
     * Has the content scanned.
     *
     * @throws ScannerUnreachableException when nobody answers there
     * @throws IOException when the content cannot be read, or the scanner hangs up without a word
     */
    Verdict scan(InputStream content) throws IOException {
        try (SocketChannel scanner = connect()) {
            try {
                send(content, scanner);
            } catch (HungUpException e) {
                return verdictAfter(e, scanner);
            }
            return verdict(reply(scanner));
        }
    }

    /**
     * Asks for a sign of life.
     *
     * @throws ScannerUnreachableException when there is none
     */
    void ping() throws IOException {
        try (SocketChannel scanner = connect()) {
            writeAll(ByteBuffer.wrap(PING), scanner);
            String reply = reply(scanner);
            if (!reply.equals("PONG")) {
                throw new ScannerUnreachableException(address, new IOException("it says: " + plain(reply)));
            }
        } catch (HungUpException e) {
            throw new ScannerUnreachableException(address, e);
        }
    }

    private SocketChannel connect() throws IOException {
        try {
            return address.connect();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new ScannerUnreachableException(address, e);
        }
    }

    private static void send(InputStream content, SocketChannel scanner) throws IOException {
        writeAll(ByteBuffer.wrap(INSTREAM), scanner);
        byte[] bytes = new byte[Integer.BYTES + CHUNK_BYTES];
        int count;
        while ((count = content.read(bytes, Integer.BYTES, CHUNK_BYTES)) >= 0) {
            if (count > 0) { // a chunk without bytes would be the end
                ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, Integer.BYTES + count);
                chunk.putInt(0, count);
                writeAll(chunk, scanner);
            }
        }
        writeAll(ByteBuffer.allocate(Integer.BYTES), scanner);
    }

    private static void writeAll(ByteBuffer bytes, SocketChannel scanner) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                scanner.write(bytes);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new HungUpException(e);
        }
    }

    private static final class HungUpException extends IOException {
        private static final long serialVersionUID = 1L;

        HungUpException(IOException cause) {
            super("clamd hung up while it was sent the content: " + cause.getMessage(), cause);
        }
    }

    /** A scanner that has had enough answers and hangs up while it is still being sent to. */
    private static Verdict verdictAfter(HungUpException failure, SocketChannel scanner) throws IOException {
        try {
            String reply = reply(scanner);
            if (!reply.isEmpty()) {
                return verdict(reply);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private static String reply(SocketChannel scanner) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(512);
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
        return reply.toString(StandardCharsets.UTF_8);
    }

    private static Verdict verdict(String reply) throws IOException {
        if (reply.isEmpty()) {
            throw new IOException("clamd hung up without a word");
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
