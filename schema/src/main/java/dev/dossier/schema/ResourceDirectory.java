package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The files inside a directory, and those below it, of the class path (directories, jars, jars inside jars) or of a named module.
 *
 * @param path without a leading or trailing slash
 */
record ResourceDirectory(String path, Optional<ClassLoader> loader, Optional<Module> module) {

    /** The contents of the files with this suffix, by file name. */
    Map<String, String> texts(String suffix) throws IOException, URISyntaxException {
        Map<String, String> texts = new HashMap<>();
        if (module.isPresent()) {
            readModule(module.get(), suffix, texts);
        } else {
            for (URL url : Collections.list(loader.orElseThrow().getResources(path))) {
                if (url.openConnection() instanceof JarURLConnection jar) {
                    readJar(jar, suffix, texts);
                } else {
                    readDirectory(Path.of(url.toURI()), suffix, texts);
                }
            }
        }
        return texts;
    }

    private static void readDirectory(Path directory, String suffix, Map<String, String> texts) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
                put(texts, file.getFileName().toString(), Files.readString(file));
            }
        }
    }

    private void readJar(JarURLConnection connection, String suffix, Map<String, String> texts) throws IOException {
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                Optional<String> name = nameInside(entry.getName(), suffix);
                if (name.isPresent()) {
                    put(texts, name.get(), text(jar.getInputStream(entry)));
                }
            }
        }
    }

    private void readModule(Module named, String suffix, Map<String, String> texts) throws IOException {
        ResolvedModule resolved =
                named.getLayer().configuration().findModule(named.getName()).orElseThrow();
        try (ModuleReader reader = resolved.reference().open();
                Stream<String> list = reader.list()) {
            List<String> resources = list.toList();
            for (String resource : resources) {
                Optional<String> name = nameInside(resource, suffix);
                Optional<InputStream> in = name.isEmpty() ? Optional.empty() : reader.open(resource);
                if (in.isPresent()) {
                    put(texts, name.orElseThrow(), text(in.get()));
                }
            }
        }
    }

    private Optional<String> nameInside(String resource, String suffix) {
        if (!resource.startsWith(path + "/") || !resource.endsWith(suffix)) {
            return Optional.empty();
        }
        return Optional.of(resource.substring(resource.lastIndexOf('/') + 1));
    }

    /** The same file may be there twice, as in a directory and in a jar made of it; another one of its name may not. */
    private static void put(Map<String, String> texts, String name, String text) {
        String other = texts.put(name, text);
        if (other != null && !other.equals(text)) {
            throw Misconfiguration.of(
                    "there are two different files " + name, "Give each migration its own version, and one file");
        }
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString();
        }
    }
}
