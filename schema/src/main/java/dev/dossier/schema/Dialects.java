package dev.dossier.schema;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The kinds of databases that are known, told apart by their JDBC addresses. */
record Dialects(List<Dialect> all) {
    static final Dialects KNOWN =
            new Dialects(List.of(new SqliteDialect(FileSystemTypes.OF_THIS_MACHINE), new PostgresDialect()));

    private static final List<String> ACCESSORS = List.of("getUrl", "getURL", "getJdbcUrl");

    /**
     * Finds out what a data source leads to; opens a connection only where the data source does not tell its address.
     *
     * @throws SchemaException.Misconfigured when it is no database that is known
     */
    Database locate(DataSource dataSource) throws SQLException {
        String url = dataSource instanceof SqliteFile file ? SqliteUrl.of(file.path(), "") : url(dataSource);
        Dialect dialect = all.stream()
                .filter(known -> known.understands(url))
                .findFirst()
                .orElseThrow(() -> Misconfiguration.of(
                        "the database is none that is known here: " + url.replaceFirst("[/?@;].*", "…"),
                        "Use SQLite or PostgreSQL"));
        return dialect.at(dataSource, url);
    }

    /** The kind whose error this is: SQLite's have a number, PostgreSQL's a text. */
    Dialect of(SQLException exception) {
        String kind = exception.getErrorCode() == 0 ? "postgresql" : "sqlite";
        return all.stream()
                .filter(known -> known.name().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String url(DataSource dataSource) throws SQLException {
        Optional<String> told = told(dataSource);
        if (told.isPresent()) {
            return told.get();
        }
        try (Connection connection = dataSource.getConnection()) {
            return String.valueOf(connection.getMetaData().getURL());
        }
    }

    /** The address that a data source or pool was given, without opening a connection, where it tells. */
    static Optional<String> told(DataSource dataSource) {
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
