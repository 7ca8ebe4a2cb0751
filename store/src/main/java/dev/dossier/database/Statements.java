package dev.dossier.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one connection. Parameters are always bound; each text is prepared once and kept. Not thread-safe: it
 * belongs to the transaction that it is handed to.
 */
public final class Statements implements AutoCloseable {
    private static final int KEPT = 128;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(KEPT, 0.75f, true);

    Statements(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads one row.
     *
     * @param <T> what a row becomes
     */
    @FunctionalInterface
    public interface Reading<T extends @Nullable Object> {
        /** What the row becomes. */
        T read(Row row) throws SQLException;
    }

    /** Changes rows and answers how many. Parameters: text, numbers, booleans, times and null. */
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        return bound(sql, parameters).executeUpdate();
    }

    /** All rows. */
    public <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... parameters) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = bound(sql, parameters).executeQuery()) {
            Row row = new Row(result);
            while (result.next()) {
                rows.add(reading.read(row));
            }
        }
        return rows;
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Reading<T> reading, @Nullable Object... parameters) throws SQLException {
        try (ResultSet result = bound(sql, parameters).executeQuery()) {
            return result.next() ? Optional.of(reading.read(new Row(result))) : Optional.empty();
        }
    }

    /** The one row of a query that always has one, such as a sum. */
    public <T> T one(String sql, Reading<T> reading, @Nullable Object... parameters) throws SQLException {
        return first(sql, reading, parameters).orElseThrow(() -> new SQLException("no row from: " + sql));
    }

    private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
            if (prepared.size() > KEPT) {
                forgetEldest();
            }
        }
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object parameter) throws SQLException {
        switch (parameter) {
            case null -> statement.setString(index, null);
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case Instant time -> statement.setString(index, Times.format(time));
            default -> statement.setString(index, parameter.toString());
        }
    }

    private void forgetEldest() throws SQLException {
        var eldest = prepared.entrySet().iterator();
        PreparedStatement statement = eldest.next().getValue();
        eldest.remove();
        statement.close();
    }

    /** Closes every statement; the connection stays open. */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }
}
