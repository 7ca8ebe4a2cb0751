package dev.dossier.cli.files;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;

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
            super(sentence(server, cause), cause);
        }

        private static String sentence(URI server, IOException cause) {
            return switch (cause) {
                case HttpConnectTimeoutException timeout -> absent(server, "no connection in time");
                case ConnectException refused -> absent(server, "connection refused");
                case HttpTimeoutException timeout -> lost(server, "no answer in time");
                default -> lost(server, String.valueOf(cause.getMessage()));
            };
        }

        private static String absent(URI server, String reason) {
            return "The server at %s could not be reached: %s. Start it with \"dossier serve\", or name another with --server."
                    .formatted(server, reason);
        }

        private static String lost(URI server, String reason) {
            return "The connection to the server at %s was lost: %s. Try again.".formatted(server, reason);
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
