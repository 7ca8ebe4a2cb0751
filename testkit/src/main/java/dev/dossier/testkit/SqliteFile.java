package dev.dossier.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A SQLite database looked at, or damaged, behind the back of the program under test.
 *
 * @param file where it is
 */
public record SqliteFile(Path file) {
    /** The rows that a query answers, each by column; NULL is the text {@code NULL}. */
    public List<Map<String, String>> rows(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), Objects.toString(result.getObject(i), "NULL"));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The first column of the first row that a query answers. */
    public String value(String query) throws SQLException {
        return rows(query).getFirst().values().iterator().next();
    }

    /** Runs a statement that changes something. */
    public void execute(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement jdbc = connection.createStatement()) {
            jdbc.executeUpdate(statement);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
