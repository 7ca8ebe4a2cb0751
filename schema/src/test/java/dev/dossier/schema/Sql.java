package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Runs statements in tests. */
final class Sql {
    private Sql() {}

    static void run(DataSource dataSource, String script) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
        }
    }

    /** The first column of every row. */
    static List<String> list(DataSource dataSource, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    static String one(DataSource dataSource, String query) throws SQLException {
        return list(dataSource, query).getFirst();
    }

    /** The names of the objects of a kind, but not those of SQLite itself. */
    static List<String> names(DataSource dataSource, String type) throws SQLException {
        return list(
                dataSource,
                "SELECT name FROM sqlite_master WHERE type = '" + type + "' AND name NOT LIKE 'sqlite%' ORDER BY name");
    }
}
