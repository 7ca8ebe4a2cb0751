package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationTargetException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The addresses of SQLite's driver, {@code jdbc:sqlite:…}, and the files they name. */
final class SqliteUrl {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final List<String> ACCESSORS = List.of("getUrl", "getURL", "getJdbcUrl");

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

    /** The address that a data source or pool was given, without opening a connection, where it tells. */
    static Optional<String> of(DataSource dataSource) {
        return ACCESSORS.stream()
                .flatMap(name -> ask(dataSource, name).stream())
                .findFirst();
    }

    private static Optional<String> ask(DataSource dataSource, String accessor) {
        try {
            return dataSource.getClass().getMethod(accessor).invoke(dataSource) instanceof String url
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return Optional.empty();
        }
    }
}
