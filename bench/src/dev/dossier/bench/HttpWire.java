package dev.dossier.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kept-alive connection that costs next to nothing itself: it answers statuses and counts, and keeps no bytes. */
final class HttpWire implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** The status, the first bytes of the body as text, and how many there were. */
    record Answer(int status, String beginning, long sizeBytes) {}

    private final SocketChannel socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

    private HttpWire(SocketChannel socket) {
        this.socket = socket;
    }

    static HttpWire to(int port) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        socket.socket().setTcpNoDelay(true);
        return new HttpWire(socket);
    }

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", ByteBuffer.allocate(0));
        return answer();
    }

    Answer send(String method, String path, byte[] body) throws IOException {
        send(head(method, path, body.length), ByteBuffer.wrap(body));
        return answer();
    }

    Answer send(String method, String path, FileChannel file) throws IOException {
        long size = file.size();
        send(head(method, path, size), ByteBuffer.allocate(0));
        for (long sent = 0; sent < size; ) {
            sent += file.transferTo(sent, size - sent, socket);
        }
        return answer();
    }

    private static String head(String method, String path, long size) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + size + "\r\n\r\n";
    }

    private void send(String head, ByteBuffer body) throws IOException {
        ByteBuffer[] all = {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), body};
        while (all[0].hasRemaining() || all[1].hasRemaining()) {
            socket.write(all);
        }
    }

    private Answer answer() throws IOException {
        buffer.clear();
        String text;
        int end;
        do {
            if (socket.read(buffer) < 0) {
                throw new IOException("the server closed the connection");
            }
            text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
            end = text.indexOf("\r\n\r\n");
        } while (end < 0);
        Matcher length = LENGTH.matcher(text.substring(0, end));
        long size = length.find() ? Long.parseLong(length.group(1)) : 0;
        long received = buffer.position() - (end + 4);
        while (received < size) {
            buffer.clear();
            int read = socket.read(buffer);
            if (read < 0) {
                throw new IOException("the answer ended early");
            }
            received += read;
        }
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4), size);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
