package dev.dossier.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection whose bytes the test decides one by one: half requests, stalls, resets. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    /** Connects to the server of an address. */
    public static RawConnection to(URI address) throws IOException {
        return new RawConnection(new Socket(address.getHost(), address.getPort()));
    }

    /** Sends text, in which every line should end with {@code \r\n}. */
    public RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes. */
    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Says that nothing more will be sent, and keeps listening. */
    public RawConnection endSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next line of the answer; the empty text when the server closed or the time ran out. */
    public String line(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
        StringBuilder line = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
        } catch (SocketTimeoutException e) {
            return line.toString();
        }
        return line.toString().stripTrailing();
    }

    /** How many bytes still come until the server closes or breaks off. */
    public long countToEnd(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
        byte[] buffer = new byte[65_536];
        long count = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                count += read;
            }
        } catch (SocketException e) {
            return count;
        }
        return count;
    }

    /** Breaks the connection off with a reset instead of an orderly end. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
