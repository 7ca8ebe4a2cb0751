package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What one kind of database does in its own way. Thread-safe; everything else in this package is the same for all kinds.
 *
 * <p>Methods that throw {@link SQLException} may be called again after a failure that {@linkplain Failure#mayPass may pass}.
 */
sealed interface Dialect permits SqliteDialect, PostgresDialect {

    /** Something that reads a database. */
    interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** The name that migration files use, such as {@code sqlite}. */
    String name();

    /** Whether an address is one of this kind of database. */
    boolean understands(String url);

    /** The database at an address that is understood. */
    Database at(DataSource dataSource, String url);

    /** Requires that a migration can be run in the way that it declares. */
    void requireRunnable(Migration migration);

    Failure classify(SQLException exception);

    /** What a person can do about a failure. */
    String advice(Failure failure);

    /**
     * Whether there is a database to look at; creates nothing.
     *
     * @throws SchemaException.Unreadable when something else is in its place
     */
    boolean isPresent(Database database, Diagnosis diagnosis);

    /** Makes it possible to create the database, or says why it cannot be. */
    void prepare(Database database, Diagnosis diagnosis);

    /**
     * Reads through a connection that creates and changes nothing, not even beside the database. One that is not there reads
     * as empty.
     */
    <T> T inspect(Database database, Diagnosis diagnosis, Reading<T> reading) throws SQLException;

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

    /**
     * Ends a transaction that has the lock, and tries once to stay the only one who may change the database, so that statements
     * can run outside a transaction.
     *
     * @return what ends it
     */
    Exclusion exclude(Database database, Session session, Diagnosis diagnosis) throws SQLException;

    /** Ends with the connection that holds it, or earlier. */
    interface Exclusion extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** Runs any number of statements. */
    void run(Connection connection, String script) throws SQLException;

    /** The statement that begins a transaction whose queries all see the same moment. */
    String beginSnapshot();

    /** Whether such a transaction sees the catalog of that moment too. */
    boolean snapshotsShowCatalog();

    CatalogDigest digest(Connection connection) throws SQLException;

    Catalog catalog(Connection connection) throws SQLException;

    boolean columnExists(Connection connection, MigrationHeader.Column column) throws SQLException;

    /** The statement that creates {@code schema_migrations}. */
    String historyTable();

    /** The statement that adds a column to {@code schema_migrations}. */
    String historyColumn(String column);

    /** Rows that refer to rows that do not exist, as {@code table: count}. */
    List<String> danglingReferences(Connection connection) throws SQLException;

    /**
     * Does something on an empty database that vanishes.
     *
     * @param connection to the database itself, in a transaction
     */
    <T> T onScratch(Connection connection, Reading<T> work) throws SQLException;

    /** Runs a migration's SQL on a scratch database. */
    void rehearse(Connection scratch, Migration migration) throws SQLException;

    /** The statement that removes what an interrupted statement left of an object; empty where nothing is left. */
    Optional<String> removalOfRemains(Catalog.Entry found);

    /** What of the whole database is damaged; empty where nothing is, or where the server looks after it. */
    Optional<String> damage(Connection connection) throws SQLException;

    /** Copies what is committed to a new file; empty where the database has no file. */
    Optional<Path> backup(Database database, Path target, Diagnosis diagnosis) throws SQLException;
}
