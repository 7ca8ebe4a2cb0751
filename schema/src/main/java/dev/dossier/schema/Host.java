package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** This machine. */
final class Host {
    private Host() {}

    /** Its name; {@code localhost} where it does not tell. Asks no name server, which could take seconds. */
    static String name() {
        return name(System.getenv(), Path.of("/proc/sys/kernel/hostname"));
    }

    static String name(Map<String, String> environment, Path file) {
        String told = environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
        if (!told.isEmpty()) {
            return told;
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
