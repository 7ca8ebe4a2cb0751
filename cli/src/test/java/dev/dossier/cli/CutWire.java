package dev.dossier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire to a server that breaks its first connections, each after so many bytes of the answer. */
final class CutWire implements AutoCloseable {
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final long answerBytes;
    private final AtomicInteger cuts;

    CutWire(String server, long answerBytes, int cuts) throws IOException {
        this.server = URI.create(server);
        this.answerBytes = answerBytes;
        this.cuts = new AtomicInteger(cuts);
        Thread.ofVirtual().start(this::connect);
    }

    String address() {
        return "http://127.0.0.1:" + entrance.getLocalPort();
    }

    private void connect() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket there = new Socket(server.getHost(), server.getPort());
                Thread.ofVirtual().start(() -> copy(client, there, Long.MAX_VALUE));
                Thread.ofVirtual().start(() -> copy(there, client, answerBytes));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    /** Copies until the end, or cuts both ways after that many bytes while there are cuts left. */
    private void copy(Socket from, Socket to, long limitBytes) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[1000];
            long copiedBytes = 0;
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
                copiedBytes += count;
                if (copiedBytes > limitBytes && cuts.getAndDecrement() > 0) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the other side closed
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
