package dev.dossier.schema;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * A schema of its own, inside a savepoint that is rolled back. Extensions stay in sight, the database's other tables do not.
 */
final class PostgresScratch {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String IN_TRANSACTION = "25001"; // active_sql_transaction

    private PostgresScratch() {}

    static <T> T on(Connection connection, Dialect.Reading<T> work) throws SQLException {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        String schema = "scratch_" + HexFormat.of().formatHex(random);
        PostgresDialect.execute(connection, "SAVEPOINT scratch");
        try {
            String path = schema + extensionSchemas(connection);
            PostgresDialect.execute(
                    connection,
                    "CREATE SCHEMA " + schema + "; SET LOCAL search_path = " + path
                            + "; SET LOCAL check_function_bodies = on");
            return work.from(connection);
        } finally {
            PostgresDialect.execute(connection, "ROLLBACK TO SAVEPOINT scratch; RELEASE SAVEPOINT scratch");
        }
    }

    private static String extensionSchemas(Connection connection) throws SQLException {
        StringBuilder path = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT DISTINCT quote_ident(n.nspname) FROM pg_extension e"
                        + " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname <> 'pg_catalog'")) {
            while (names.next()) {
                path.append(", ").append(names.getString(1));
            }
        }
        return path.toString();
    }

    /** A statement that cannot run in a transaction is run without CONCURRENTLY, or changes no catalog. */
    static void rehearse(Connection scratch, Migration migration) throws SQLException {
        if (migration.header().transactional()) {
            PostgresDialect.execute(scratch, migration.sql());
            return;
        }
        PostgresDialect.execute(scratch, "SAVEPOINT rehearsal");
        try {
            PostgresDialect.execute(
                    scratch, SqlScript.without("CONCURRENTLY", migration.sql(), SqlScript.Grammar.POSTGRESQL));
        } catch (SQLException e) {
            if (!IN_TRANSACTION.equals(e.getSQLState())) {
                throw e;
            }
            PostgresDialect.execute(scratch, "ROLLBACK TO SAVEPOINT rehearsal");
        }
    }
}
