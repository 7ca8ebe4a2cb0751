package dev.dossier.scanning;

import dev.dossier.errors.InvalidValueException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where the scanner clamd listens. Immutable. */
public sealed interface ClamdAddress {
    /** The port that clamd uses by custom. */
    int CUSTOMARY_PORT = 3310;

    /** A socket in the file system of this machine. */
    record Unix(Path path) implements ClamdAddress {
        @Override
        public SocketChannel connect() throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            return connected(channel, UnixDomainSocketAddress.of(path));
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** A port. Nothing on the way is encrypted or signed, so the way must be trusted. */
    record Tcp(String host, int port) implements ClamdAddress {
        @Override
        public SocketChannel connect() throws IOException {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException("the name " + host + " is not known");
            }
            return connected(SocketChannel.open(), address);
        }

        @Override
        public String toString() {
            return "tcp:" + host + ":" + port;
        }
    }

    /**
     * The address that {@code unix:/run/clamav/clamd.ctl}, {@code tcp:scanner.example:3310} or {@code tcp:scanner.example} names.
     *
     * @throws InvalidValueException when the text names none
     */
    static ClamdAddress parse(String text) {
        try {
            if (text.startsWith("unix:") && text.length() > "unix:".length()) {
                return new Unix(Path.of(text.substring("unix:".length())));
            }
            if (text.startsWith("tcp:")) {
                URI uri = URI.create("tcp://" + text.substring("tcp:".length()));
                if (uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535 && isPlain(uri)) {
                    return new Tcp(uri.getHost(), uri.getPort() < 0 ? CUSTOMARY_PORT : uri.getPort());
                }
            }
        } catch (IllegalArgumentException e) { // an InvalidPathException is one too
            throw impossible();
        }
        throw impossible();
    }

    private static boolean isPlain(URI uri) {
        return uri.getRawPath().isEmpty() && uri.getRawUserInfo() == null && uri.getRawQuery() == null;
    }

    private static InvalidValueException impossible() {
        return new InvalidValueException(
                "clamd", "The address of clamd must be like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310.");
    }

    /** A connection to it. A thread that is interrupted while it uses the connection closes it. */
    SocketChannel connect() throws IOException;

    private static SocketChannel connected(SocketChannel channel, SocketAddress address) throws IOException {
        boolean connected = false;
        try {
            channel.connect(address);
            connected = true;
            return channel;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }
}
