package dev.dossier.database;

import java.sql.SQLException;

/**
 * What is done in one transaction. It changes nothing but the database: whether it lasts is not known before it has ended.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface Work<T> {
    /** Does it, with statements that belong to the transaction. */
    T run(Statements sql) throws SQLException;
}
