package dev.dossier.server;

import dev.dossier.errors.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The interface that only this machine reaches: 127.0.0.0/8 and ::1. Without authentication a server listens nowhere else,
 * because whoever reached it could do everything.
 */
final class Loopback {
    private Loopback() {}

    /**
     * The address of that host.
     *
     * @param authenticated whether callers have to say who they are, so that any address is good
     * @throws InvalidValueException when others could reach it too and may not, or there is no such host
     */
    static InetAddress address(String host, boolean authenticated) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            if (authenticated || Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
                return addresses[0];
            }
        } catch (UnknownHostException e) {
            throw new InvalidValueException("host", "There is no host \"" + host + "\".");
        }
        throw new InvalidValueException(
                "host",
                "Refused to listen at \"" + host + "\": others could reach it, and nobody has to say who they are."
                        + " Configure authentication, or listen at 127.0.0.1, ::1 or localhost.");
    }
}
