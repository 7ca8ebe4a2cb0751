package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * PostgreSQL. A schema of ours lives in the one that {@code current_schema()} names.
 *
 * <p>The lock is an advisory one that ends with its transaction, so that it works through proxies that give each transaction
 * another connection. Whoever waits for it does so in short turns: a statement that waits holds a snapshot, and {@code CREATE
 * INDEX CONCURRENTLY} waits for those.
 */
record PostgresDialect() implements Dialect {
    private static final String PREFIX = "jdbc:postgresql:";

    /** Less than the shortest {@code deadlock_timeout} that anybody configures, so that a wait is never taken for a deadlock. */
    private static final String TURN = "200ms";

    private static final String LOCK =
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '" + TURN
                    + "'; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_advisory_xact_lock("
                    + PostgresExclusion.KEY
                    + "); SET LOCAL lock_timeout TO DEFAULT";

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public boolean understands(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public Database at(DataSource dataSource, String url) {
        String address =
                url.substring("jdbc:".length()).replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
        return new Database(this, dataSource, Optional.empty(), address);
    }

    @Override
    public void requireRunnable(Migration migration) {
        SqlScript.require(migration, SqlScript.Grammar.POSTGRESQL);
    }

    @Override
    public Failure classify(SQLException exception) {
        return PostgresFailures.classify(exception);
    }

    @Override
    public String advice(Failure failure) {
        return switch (failure) {
            case READ_ONLY ->
                "Use a server that can be written, and a user who owns the schema or may create in it, and who has CREATE on the"
                        + " database, where a scratch schema is made to compare with and taken back";
            case DAMAGED -> "Restore the database from a backup";
            case REFUSED, CONNECTION_LOST -> "Check address, database, user and password, and that the server runs";
            case FULL -> "Free some space on the server and start again";
            case OUT_OF_MEMORY ->
                "Raise the server's max_locks_per_transaction (or its memory), or split the migration, and start again";
            default -> "Look at the cause, correct it and start again";
        };
    }

    @Override
    public boolean isPresent(Database database, Diagnosis diagnosis) {
        return true;
    }

    @Override
    public void prepare(Database database, Diagnosis diagnosis) {}

    @Override
    public <T> T inspect(Database database, Diagnosis diagnosis, Reading<T> reading) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                return reading.from(connection);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    @Override
    public <T> Optional<T> glimpse(Database database, Reading<Optional<T>> reading) {
        return Optional.empty();
    }

    @Override
    public void enforceConstraints(Database database, Connection connection, Diagnosis diagnosis) {}

    @Override
    public void beforeLock(Database database, Connection connection) {}

    @Override
    public void lock(Connection connection) throws SQLException {
        try {
            execute(connection, LOCK);
        } catch (SQLException e) {
            try {
                execute(connection, "ROLLBACK");
            } catch (SQLException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    @Override
    public void afterUnlock(Connection connection, Diagnosis diagnosis) {}

    @Override
    public Exclusion exclude(Database database, Session session, Diagnosis diagnosis) throws SQLException {
        return PostgresExclusion.of(database, session, this, diagnosis);
    }

    @Override
    public void run(Connection connection, String script) throws SQLException {
        execute(connection, script);
    }

    /** A script may hold queries, whose answers nobody wants, and braces, which are not the driver's. */
    static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(script);
        }
    }

    @Override
    public String beginSnapshot() {
        return "BEGIN ISOLATION LEVEL REPEATABLE READ";
    }

    /** Functions that print definitions look at the catalog as it is now, whatever the snapshot. */
    @Override
    public boolean snapshotsShowCatalog() {
        return false;
    }

    @Override
    public CatalogDigest digest(Connection connection) throws SQLException {
        return PostgresCatalog.digest(connection);
    }

    @Override
    public Catalog catalog(Connection connection) throws SQLException {
        return PostgresCatalog.read(connection);
    }

    @Override
    public boolean columnExists(Connection connection, MigrationHeader.Column column) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                        + " WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ? AND a.attname = ?"
                        + " AND a.attnum > 0 AND NOT a.attisdropped")) {
            query.setString(1, column.table());
            query.setString(2, column.name());
            try (ResultSet count = query.executeQuery()) {
                return count.next() && count.getInt(1) > 0;
            }
        }
    }

    @Override
    public String historyTable() {
        return """
                CREATE TABLE schema_migrations (
                    migration_id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                    version TEXT NOT NULL UNIQUE,
                    description TEXT NOT NULL,
                    applied_at TEXT NOT NULL,
                    status TEXT NOT NULL DEFAULT 'completed',
                    execution_time_ms BIGINT,
                    checksum TEXT,
                    fingerprint TEXT,
                    compatible_from TEXT,
                    node TEXT,
                    lineage TEXT
                )""";
    }

    @Override
    public String historyColumn(String column) {
        return "ALTER TABLE schema_migrations ADD COLUMN " + column
                + (column.equals("execution_time_ms") ? " BIGINT" : " TEXT");
    }

    /** PostgreSQL lets no migration leave such rows. */
    @Override
    public List<String> danglingReferences(Connection connection) {
        return List.of();
    }

    @Override
    public <T> T onScratch(Connection connection, Reading<T> work) throws SQLException {
        return PostgresScratch.on(connection, work);
    }

    @Override
    public void rehearse(Connection scratch, Migration migration) throws SQLException {
        PostgresScratch.rehearse(scratch, migration);
    }

    @Override
    public Optional<String> removalOfRemains(Catalog.Entry found) {
        return found.definition().endsWith(PostgresCatalog.INVALID)
                ? Optional.of("DROP INDEX CONCURRENTLY IF EXISTS \""
                        + found.object().name().replace("\"", "\"\"") + '"')
                : Optional.empty();
    }

    @Override
    public Optional<String> damage(Connection connection) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> backup(Database database, Path target, Diagnosis diagnosis) {
        return Optional.empty();
    }
}
