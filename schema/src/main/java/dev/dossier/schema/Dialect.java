package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What one kind of database does in its own way. Stateless; everything else in this package is the same for all kinds.
 *
 * <p>Methods that throw {@link SQLException} may be called again after {@link Failure#BUSY}.
 */
sealed interface Dialect permits SqliteDialect {

    /** Something that reads a database. */
    interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** The name that migration files use, such as {@code sqlite}. */
    String name();

    /** Requires that a migration leaves the transaction to us. */
    void requireTransactional(Migration migration);

    Failure classify(SQLException exception);

    Database locate(DataSource dataSource) throws SQLException;

    /**
     * Whether there is a database to look at; creates nothing.
     *
     * @throws SchemaException.Unreadable when something else is in its place
     */
    boolean isPresent(Database database, Diagnosis diagnosis);

    /** Makes it possible to create the database, or says why it cannot be. */
    void prepare(Database database, Diagnosis diagnosis);

    /** Reads through a connection that creates and changes nothing, not even beside the database. */
    <T> T inspect(Database database, Reading<T> reading) throws SQLException;

    /** Reads like {@link #inspect} where that costs less than an ordinary connection; empty where it does not or fails. */
    <T> Optional<T> glimpse(Database database, Reading<Optional<T>> reading);

    /** Makes sure that a fresh connection enforces what the schema declares. */
    void enforceConstraints(Database database, Connection connection, Diagnosis diagnosis) throws SQLException;

    /** Readies a connection for changes, before the lock is taken. */
    void beforeLock(Database database, Connection connection) throws SQLException;

    /** Tries once to begin a transaction that only one connection can be in. */
    void lock(Connection connection) throws SQLException;

    /** Takes back what {@link #beforeLock} did, after the transaction. */
    void afterUnlock(Connection connection, Diagnosis diagnosis) throws SQLException;

    CatalogText catalogText(Connection connection) throws SQLException;

    Catalog catalog(Connection connection) throws SQLException;

    boolean columnExists(Connection connection, MigrationHeader.Column column) throws SQLException;

    /** The statement that creates {@code schema_migrations}. */
    String historyTable();

    /** The statement that adds a column to {@code schema_migrations}. */
    String historyColumn(String column);

    /** Rows that refer to rows that do not exist, as {@code table: count}. */
    List<String> danglingReferences(Connection connection) throws SQLException;

    /** An empty database that vanishes when the connection is closed. */
    Connection scratch() throws SQLException;

    /** Copies what is committed to a new file; empty where the database has no file. */
    Optional<Path> backup(Database database, Path target, Diagnosis diagnosis) throws SQLException;
}
