package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What goes wrong with an index that PostgreSQL builds without a transaction, and how it is right. */
final class IndexTrap {
    private IndexTrap() {}

    // [index-under-lock]
    static void indexUnderLock(DataSource database) throws SQLException {
        try (Connection lock = database.getConnection();
                Statement locking = lock.createStatement();
                Connection work = database.getConnection();
                Statement building = work.createStatement()) {
            lock.setAutoCommit(false);
            locking.execute("SELECT pg_advisory_xact_lock(815)"); // has a snapshot, here and in every node that waits
            building.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS notes_text ON notes (text)"); // waits for them
            lock.commit();
        }
    }
    // [/]

    // [index-beside-lock]
    static void indexBesideLock(DataSource database) throws SQLException, InterruptedException {
        try (Connection lock = database.getConnection();
                Statement locking = lock.createStatement();
                Connection work = database.getConnection();
                Statement building = work.createStatement()) {
            lock.setAutoCommit(false);
            while (!tryLock(locking)) {
                lock.commit(); // wait outside of any transaction
                Thread.sleep(50);
            }
            String invalid = "SELECT EXISTS (SELECT FROM pg_index JOIN pg_class ON oid = indexrelid"
                    + " WHERE relname = 'notes_text' AND NOT indisvalid)";
            if (isTrue(building, invalid)) {
                building.execute("DROP INDEX CONCURRENTLY notes_text"); // what a failed start left
            }
            building.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS notes_text ON notes (text)");
            lock.commit();
        }
    }

    private static boolean tryLock(Statement locking) throws SQLException {
        locking.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        boolean locked = isTrue(locking, "SELECT pg_try_advisory_xact_lock(815)");
        // ends the query, and with it its snapshot
        locking.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        return locked;
    }
    // [/]

    static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet answer = statement.executeQuery(query)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
