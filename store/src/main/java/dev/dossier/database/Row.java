package dev.dossier.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The present row of a result, by column name. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    /** A text that is never NULL. */
    public String text(String column) throws SQLException {
        String value = result.getString(column);
        if (value == null) {
            throw new SQLException("column " + column + " is NULL");
        }
        return value;
    }

    /** A text, or null. */
    public @Nullable String textOrNull(String column) throws SQLException {
        return result.getString(column);
    }

    /** A number; 0 for NULL. */
    public long number(String column) throws SQLException {
        return result.getLong(column);
    }

    /** A truth value kept as 0 or 1. */
    public boolean flag(String column) throws SQLException {
        return result.getInt(column) != 0;
    }

    /** A time that is never NULL. */
    public Instant time(String column) throws SQLException {
        return Times.parse(text(column));
    }

    /** A time, or null. */
    public @Nullable Instant timeOrNull(String column) throws SQLException {
        String value = textOrNull(column);
        return value == null ? null : Times.parse(value);
    }
}
