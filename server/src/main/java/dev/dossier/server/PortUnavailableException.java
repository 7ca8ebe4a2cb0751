package dev.dossier.server;

/** The server cannot listen where it was told to: the port is taken, or not for everybody to use. */
public final class PortUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final int port;

    PortUnavailableException(String host, int port, Throwable cause) {
        super(
                "Cannot listen at " + host + ":" + port
                        + ": the port is in use or not allowed. Stop the other program or choose another port.",
                cause);
        this.host = host;
        this.port = port;
    }

    /** The host of the address. */
    public String host() {
        return host;
    }

    /** The port of the address. */
    public int port() {
        return port;
    }
}
