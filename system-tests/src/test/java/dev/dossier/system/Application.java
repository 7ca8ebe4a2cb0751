package dev.dossier.system;

import dev.dossier.cli.Main;
import dev.dossier.testkit.Program;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packaged program as its users have it: {@code dossier.jar} with {@code lib/} beside it. Immutable; each method
 * answers a changed copy.
 *
 * @param jar the program
 * @param wrapper what comes before {@code java} on the command line, such as {@code setpriv}
 * @param options options of the JVM
 */
record Application(Path jar, List<String> wrapper, List<String> options) {
    /** The one that this build made. */
    static Application packaged() {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isDirectory(jar.resolveSibling("lib"))) {
                throw new AssertionError(jar + " is not packaged: run \"mvn verify\", not \"mvn test\"");
            }
            return new Application(jar, List.of(), List.of("-XX:+UseSerialGC"));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The same with an option of the JVM. */
    Application option(String option) {
        return new Application(jar, wrapper, joined(options, List.of(option)));
    }

    /** The same with a start-up cache, as the launcher makes it, in a directory. */
    Application withStartUpCache(Path directory) {
        Path cache = directory.resolve("start.aot");
        Program.Ended ended = option("-XX:AOTCacheOutput=" + cache)
                .command("rehearse", directory.resolve("rehearsal").toString())
                .run(Duration.ofMinutes(3));
        if (ended.exitCode() != 0 || !Files.exists(cache)) {
            throw new AssertionError("no start-up cache: " + ended.output() + ended.errors());
        }
        return option("-XX:AOTCache=" + cache);
    }

    /** The same run by another program. */
    Application under(String... otherWrapper) {
        return new Application(jar, List.of(otherWrapper), options);
    }

    /** A copy of the program in a directory, for a user who cannot read the original. */
    Application copiedTo(Path directory) throws IOException {
        Path source = jar.resolveSibling("");
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (from.equals(source.resolve("aot"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(directory.resolve(source.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, directory.resolve(source.relativize(from)));
                return FileVisitResult.CONTINUE;
            }
        });
        return new Application(directory.resolve(jar.getFileName()), wrapper, options);
    }

    /** A command line of the program. */
    Program command(String... arguments) {
        List<String> java = joined(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), options);
        List<String> all = joined(joined(wrapper, java), List.of("-jar", jar.toString()));
        return Program.of(joined(all, List.of(arguments)).toArray(String[]::new));
    }

    /** Starts a server on the data directory and a free port, and waits until it is ready. */
    Node serve(Path data, String... flags) {
        return Node.ready(start(data, flags).start());
    }

    /** The command line of a server on the data directory and a free port. */
    Program start(Path data, String... flags) {
        return command("serve", "--port", "0", "--data", data.toString()).with(flags);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
