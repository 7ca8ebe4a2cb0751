package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Optional;

/** The addresses of SQLite's driver, {@code jdbc:sqlite:…}, and the files they name. */
final class SqliteUrl {
    static final String PREFIX = "jdbc:sqlite:";

    private SqliteUrl() {}

    /** The address of a file, with whatever its name contains. */
    static String of(Path file, String query) {
        return PREFIX + "file:" + file.toAbsolutePath().toUri().getRawPath() + query;
    }

    /** The file that an address names; empty for a database in memory. */
    static Optional<Path> file(String url) {
        String name = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : "";
        int query = name.indexOf('?');
        String parameters = query < 0 ? "" : name.substring(query);
        String path = query < 0 ? name : name.substring(0, query);
        if (path.startsWith("file:")) {
            path = decoded(path.substring("file:".length()).replaceFirst("^//(localhost)?(?=/)", ""));
        }
        return path.isEmpty() || path.startsWith(":") || parameters.contains("mode=memory")
                ? Optional.empty()
                : Optional.of(Path.of(path).toAbsolutePath());
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
    }
}
