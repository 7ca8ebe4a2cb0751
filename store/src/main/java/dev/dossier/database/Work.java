package dev.dossier.database;

import java.sql.SQLException;

/**
 * What is done in one transaction. It may run again from its beginning when the database was busy, so it changes nothing
 * but the database.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface Work<T> {
    /** Does it, with statements that belong to the transaction. */
    T run(Statements sql) throws SQLException;
}
