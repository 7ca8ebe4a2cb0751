package dev.dossier.bench.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the processes of a contestant run with: this program, the driver, the migrations, and the jars of nobody else.
 *
 * @param libraries a directory for each contestant that needs jars, one called {@code drivers}, and the migrations
 */
record ClassPath(Path program, Path libraries) {
    /** The migrations in all their forms. */
    Path migrations() {
        return libraries.resolve("migrations");
    }

    /** The beginning of a command line, up to the main class. */
    List<String> java(Entry entry, String... arguments) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                        File.pathSeparator,
                        program.toString(),
                        migrations().toString(),
                        libraries.resolve("drivers/*").toString(),
                        libraries.resolve(name) + "/*"),
                Node.class.getName(),
                entry.name()));
        command.addAll(List.of(arguments));
        return command;
    }
}
