package dev.dossier.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the protocol of clamd and can be told to behave as a real one does on a bad day. Content with {@link
 * #VIRUS} in it is infected. Close it.
 */
public final class ScannerServer implements AutoCloseable {
    /** The text of the EICAR test file, which every scanner takes for a virus; written so that this file is none. */
    public static final String VIRUS = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    /** What it does with a content. */
    public enum Mood {
        /** It says what is in it. */
        HONEST,
        /** It takes everything and says nothing. */
        SILENT,
        /** It takes everything and says nothing until {@link #release}; then it says what is in it. */
        WAITING,
        /** It hangs up as soon as it is given a content. */
        HANGING_UP,
        /** It hangs up whatever is said to it, as a proxy does whose clamd has not started yet. */
        ABSENT,
        /** It says nothing to anything, as a clamd does that hangs. */
        DEAF,
        /** It fails, and says so. */
        FAILING,
        /** It has not scanned all, and says so as clamd does with AlertExceedsMax. */
        CURSORY,
        /** It takes up to 100,000 bytes, says that this was too much, and hangs up. */
        SMALL
    }

    private static final int SMALL_BYTES = 100_000;

    private final int port;
    private final AtomicInteger scans = new AtomicInteger();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore released = new Semaphore(0);
    private volatile Mood mood = Mood.HONEST;
    private @Nullable ServerSocket server;

    /** One that listens at a free port. */
    public ScannerServer() {
        this.port = listen(0);
    }

    /** Its address, as the setting {@code clamd} wants it. */
    public String address() {
        return "tcp:127.0.0.1:" + port;
    }

    /** Behaves so from the next content on. */
    public void be(Mood other) {
        mood = other;
    }

    /** Lets one content that waits have its verdict. */
    public void release() {
        released.release();
    }

    /** How many contents it was asked to scan. */
    public int scans() {
        return scans.get();
    }

    /** Goes away, in the middle of whatever it does. */
    public synchronized void stop() {
        ServerSocket listening = server;
        server = null;
        try {
            if (listening != null) {
                listening.close();
            }
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comes back. */
    public void restart() {
        listen(port);
    }

    private synchronized int listen(int at) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
            server = listening;
            Thread.ofVirtual().start(() -> serve(listening));
            return listening.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.add(connection);
                if (listening.isClosed()) { // whoever stopped it may have looked for connections before
                    connection.close();
                }
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException e) {
                return; // it was stopped
            }
        }
    }

    private void answer(Socket connection) {
        try (connection;
                DataInputStream in = new DataInputStream(connection.getInputStream())) {
            String command = command(in);
            if (mood == Mood.ABSENT) {
                return;
            }
            if (mood == Mood.DEAF) {
                in.read(); // until the client gives up
                return;
            }
            if (command.equals("zPING")) {
                reply(connection, "PONG");
            } else if (command.equals("zINSTREAM")) {
                scans.incrementAndGet();
                scan(connection, in);
            } else {
                reply(connection, "UNKNOWN COMMAND");
            }
        } catch (IOException e) {
            return; // the client is gone, or this was stopped
        } finally {
            connections.remove(connection);
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            command.append((char) next);
        }
        return command.toString();
    }

    private void scan(Socket connection, DataInputStream in) throws IOException {
        Mood now = mood;
        if (now == Mood.HANGING_UP) {
            return;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            content.write(in.readNBytes(length));
            if (now == Mood.SMALL && content.size() > SMALL_BYTES) {
                reply(connection, "INSTREAM size limit exceeded. ERROR");
                return;
            }
        }
        switch (now) {
            case SILENT -> in.read(); // until the client gives up
            case WAITING -> {
                released.acquireUninterruptibly();
                reply(connection, verdict(content));
            }
            case CURSORY -> reply(connection, "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND");
            case FAILING -> reply(connection, "stream: Can't allocate memory ERROR");
            default -> reply(connection, verdict(content));
        }
    }

    private static String verdict(ByteArrayOutputStream content) {
        boolean infected = content.toString(StandardCharsets.ISO_8859_1).contains(VIRUS);
        return infected ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    }

    private static void reply(Socket connection, String text) throws IOException {
        connection.getOutputStream().write((text + "\0").getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    @Override
    public void close() {
        stop();
    }
}
