package dev.dossier.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says what it likes. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(TestServer server) throws IOException {
        socket = new Socket(server.server().uri().getHost(), server.server().port());
        socket.setSoTimeout(20_000);
    }

    RawClient say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.UTF_8));
    }

    RawClient say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawClient sayNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Everything until the server closes the connection. */
    String hear() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What one read brings. */
    String hearSome() throws IOException {
        byte[] bytes = new byte[16_384];
        int count = socket.getInputStream().read(bytes);
        return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
