package dev.dossier.schema;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Starts a class of the test's class path as a process, again and again, at a fraction of the usual price: with a cache of
 * loaded classes, which a rehearsal writes, and with SQLite's library unpacked once.
 */
final class CheapJvm {
    private final Path directory;
    private final String mainClass;
    private final List<String> options = new ArrayList<>();

    private CheapJvm(Path directory, Class<?> mainClass) {
        this.directory = directory;
        this.mainClass = mainClass.getName();
    }

    /** Writes what it needs to a directory. Its program must come to an end with these arguments. */
    static CheapJvm rehearsed(Path directory, Class<?> mainClass, String... arguments)
            throws IOException, InterruptedException {
        CheapJvm jvm = new CheapJvm(Files.createDirectories(directory), mainClass);
        jvm.options.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-Dorg.sqlite.lib.path=" + jvm.library(),
                "-Dorg.sqlite.lib.name=" + LibraryLoaderUtil.getNativeLibName(),
                "-cp",
                jvm.classPath()));
        Path cache = directory.resolve("classes.aot");
        List<String> rehearsal = new ArrayList<>(jvm.command(arguments));
        rehearsal.add(1, "-XX:AOTCacheOutput=" + cache);
        new ProcessBuilder(rehearsal)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("rehearsal.log").toFile())
                .start()
                .waitFor();
        if (Files.exists(cache)) {
            jvm.options.add(1, "-XX:AOTCache=" + cache);
        }
        return jvm;
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(options);
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    Process start(String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("errors.log").toFile()))
                .start();
    }

    private Path library() throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream bytes = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
            if (bytes != null) {
                Files.copy(bytes, directory.resolve(name));
            }
        }
        return directory;
    }

    /** The same class path without directories, of which the cache would take no classes. */
    private String classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = directory.resolve(entries.size() + ".jar");
                pack(path, jar);
                entries.add(jar.toString());
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void pack(Path from, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(from);
                OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(bytes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(
                        new ZipEntry(from.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }
}
