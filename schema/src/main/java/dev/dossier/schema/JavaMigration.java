package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A migration that is a program: for what SQL cannot say, such as filling a column by a computation.
 *
 * <p>It runs inside the library's transaction, so whatever it does through the connection is permanent together with its row
 * in the history or not at all. It also runs on an empty scratch database, where the library finds out what the migrations
 * make; so it must come to an end without any rows, and touch nothing but the connection.
 */
@FunctionalInterface
public interface JavaMigration {
    /**
     * Does the work.
     *
     * @param connection inside a transaction, and not to be kept; its methods that would end the transaction are refused, and
     *     statements such as {@code COMMIT} must not be run on it. Statements on it may be closed or not
     * @throws SQLException to fail the initialisation, as any other exception does; nothing of the transaction is then kept
     */
    void run(Connection connection) throws SQLException;

    /** What the checksum is taken of: a text to change when the program is changed before its release. */
    default String revision() {
        return "1";
    }

    /** The oldest version whose programs may still run on this one; empty where none may. */
    default Optional<String> compatibleFrom() {
        return Optional.empty();
    }
}
