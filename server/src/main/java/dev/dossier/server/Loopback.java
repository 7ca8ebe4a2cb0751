package dev.dossier.server;

import dev.dossier.errors.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The interface that only this machine reaches: 127.0.0.0/8 and ::1. */
final class Loopback {
    private Loopback() {}

    /**
     * The address of that host.
     *
     * @throws InvalidValueException when others could reach it too, or there is no such host
     */
    static InetAddress address(String host) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            if (Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
                return addresses[0];
            }
        } catch (UnknownHostException e) {
            throw new InvalidValueException("host", "There is no host \"" + host + "\".");
        }
        throw new InvalidValueException(
                "host",
                "Refused to listen at \"" + host + "\": others could reach it, and there is no authentication yet."
                        + " Listen at 127.0.0.1, ::1 or localhost.");
    }
}
