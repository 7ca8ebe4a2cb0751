package dev.dossier.system;

import dev.dossier.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the launcher and of the application that was built, in a directory of its own.
 *
 * @param home the directory
 */
record Installation(Path home) {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Path BUILT = SOURCES.resolve("cli/target/dossier");

    /** The programs that the launcher needs, without Maven. */
    private static final List<String> TOOLS = List.of(
            "awk",
            "bash",
            "cat",
            "cksum",
            "cp",
            "dirname",
            "env",
            "find",
            "flock",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "nice",
            "readlink",
            "rm",
            "sleep",
            "touch");

    /** The launcher and the application, without the sources: it is never built. */
    static Installation in(Path home) throws IOException {
        Installation installation = launcherIn(home);
        installation.deliver();
        return installation;
    }

    /** The launcher alone, with a source tree that is built by a script in place of Maven. */
    static Installation ofSources(Path home, String maven) throws IOException {
        Installation installation = launcherIn(home);
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("cli/src/main/java"));
        Path tools = Files.createDirectory(home.resolve("tools"));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"\n");
        }
        if (!maven.isEmpty()) {
            script(tools.resolve("mvn"), maven);
        }
        return installation;
    }

    /** Writes a program of a few lines. */
    static void script(Path file, String lines) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + lines);
        file.toFile().setExecutable(true);
    }

    private static Installation launcherIn(Path home) throws IOException {
        Files.createDirectories(home);
        Files.copy(SOURCES.resolve("dossier"), home.resolve("dossier"), StandardCopyOption.COPY_ATTRIBUTES);
        return new Installation(home);
    }

    /** Puts the application that was built where the launcher looks for it. */
    private void deliver() throws IOException {
        Files.createDirectories(application().resolve("lib"));
        Files.copy(BUILT.resolve("dossier.jar"), application().resolve("dossier.jar"));
        try (Stream<Path> libraries = Files.list(BUILT.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Files.copy(library, application().resolve("lib").resolve(library.getFileName()));
            }
        }
    }

    /** A command that puts the application there, as Maven would. */
    static String delivery() {
        return """
                mkdir -p cli/target/dossier
                cp -r '%1$s/lib' cli/target/dossier/
                cat '%1$s/dossier.jar' > cli/target/dossier/dossier.jar
                """.formatted(BUILT);
    }

    /** Where the application is. */
    Path application() {
        return home.resolve("cli/target/dossier");
    }

    /** The launcher with arguments, run somewhere else than in its own directory. */
    Program run(String... arguments) throws IOException {
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        Program program =
                Program.of(home.resolve("dossier").toString()).with(arguments).in(elsewhere);
        return Files.exists(home.resolve("tools"))
                ? program.environment("PATH", home.resolve("tools").toString())
                : program;
    }

    /** The start-up caches that are ready. */
    List<Path> caches() throws IOException {
        Path caches = application().resolve("aot");
        if (!Files.isDirectory(caches)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(caches)) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }
}
