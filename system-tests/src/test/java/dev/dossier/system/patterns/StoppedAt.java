package dev.dossier.system.patterns;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * A database on which the first statement with a certain text stops before it is run, until the test says go on or die: so
 * two starts are interleaved by hand.
 */
final class StoppedAt {
    private final String text;
    private final DataSource database;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean first = new AtomicBoolean(true);
    private volatile boolean dying;

    StoppedAt(String text, DataSource database) {
        this.text = text;
        this.database = database;
    }

    /** What the start is given. */
    DataSource dataSource() {
        return Wrapped.as(DataSource.class, (method, arguments) -> {
            Object answer = Wrapped.call(method, database, arguments);
            return answer instanceof Connection connection ? connection(connection) : answer;
        });
    }

    /** Waits until the start is there. */
    void await() throws InterruptedException {
        if (!arrived.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("never came to " + text);
        }
    }

    void goOn() {
        released.countDown();
    }

    /** Ends the start where it is, as a kill would: its connection is gone, and nothing of it runs any more. */
    void die() {
        dying = true;
        released.countDown();
    }

    /** What a start that died ends with. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Connection connection(Connection real) {
        return Wrapped.as(Connection.class, (method, arguments) -> {
            Object answer = Wrapped.call(method, real, arguments);
            return answer instanceof Statement statement ? statement(real, statement) : answer;
        });
    }

    private Statement statement(Connection connection, Statement real) {
        return Wrapped.as(Statement.class, (method, arguments) -> {
            if (arguments != null
                    && arguments[0] instanceof String sql
                    && sql.contains(text)
                    && first.getAndSet(false)) {
                stop(connection);
            }
            return Wrapped.call(method, real, arguments);
        });
    }

    private void stop(Connection connection) throws InterruptedException, SQLException {
        arrived.countDown();
        if (!released.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("was never let go on");
        }
        if (dying) {
            connection.close();
            throw new Died();
        }
    }
}
