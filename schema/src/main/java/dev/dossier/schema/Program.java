package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs a migration that is a program, inside a transaction that it cannot end. */
final class Program {
    private Program() {}

    /** Whatever the program throws has failed it, like a statement that the database refuses. */
    static void run(JavaMigration program, Connection connection) throws SQLException {
        try {
            program.run(GuardedConnection.of(connection));
        } catch (RuntimeException e) {
            throw new SQLException("the program failed (" + e + ")", e);
        }
    }
}
