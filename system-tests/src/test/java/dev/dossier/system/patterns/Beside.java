package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What another node does while the test goes on. */
final class Beside {
    private Beside() {}

    /** Something that a node does. */
    interface Deed {
        void run() throws Exception;
    }

    static <T> Future<T> answer(Callable<T> callable) {
        FutureTask<T> task = new FutureTask<>(callable);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    static Future<Boolean> run(Deed deed) {
        return answer(() -> {
            deed.run();
            return true;
        });
    }

    /** The answer, which must come soon. */
    static <T> T soon(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Waits until somebody waits for a lock in this PostgreSQL database. */
    static void awaitWaiter(DataSource database) throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (int attempt = 0; attempt < 2000; attempt++) {
                try (ResultSet waiters = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                    if (waiters.next() && waiters.getInt(1) > 0) {
                        return;
                    }
                }
                Thread.sleep(5);
            }
        }
        throw new AssertionError("nobody waits");
    }
}
