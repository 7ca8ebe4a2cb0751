package dev.dossier.cli.files;

import java.io.IOException;
import java.net.URI;

/** Why a server could not be asked, or what it refused. */
public abstract sealed class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RemoteException(String message) {
        super(message);
    }

    private RemoteException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no server at the address, or it went away. */
    public static final class Unreachable extends RemoteException {
        private static final long serialVersionUID = 1L;

        Unreachable(URI server, IOException cause) {
            super(
                    "The server at %s could not be reached (%s). Start it with \"dossier serve\", or name another with --server."
                            .formatted(server, reason(cause)),
                    cause);
        }

        private static String reason(IOException cause) {
            return switch (cause) {
                case java.net.http.HttpConnectTimeoutException timeout -> "no connection in time";
                case java.net.ConnectException refused -> "connection refused";
                case java.net.http.HttpTimeoutException timeout -> "no answer in time";
                default -> cause.getMessage() == null ? "connection lost" : cause.getMessage();
            };
        }
    }

    /** The server answered that it will not. */
    public static final class Refused extends RemoteException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String detail) {
            super(detail);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /** The bytes that arrived are not the bytes that were sent. */
    public static final class Damaged extends RemoteException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }
}
