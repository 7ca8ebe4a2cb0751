package dev.dossier.system.patterns;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction-pooling proxy does, without the proxy: a client has a server connection for as long as a transaction
 * lasts, outside of one for a statement, and gets the one that was given back last.
 */
final class TransactionPool implements AutoCloseable {
    private final BlockingDeque<Connection> idle = new LinkedBlockingDeque<>();
    private final List<Connection> all = new ArrayList<>();

    /** Opens this many server connections. */
    TransactionPool(DataSource server, int size) throws SQLException {
        for (int i = 0; i < size; i++) {
            all.add(server.getConnection());
        }
        idle.addAll(all);
    }

    /** What a client is given. */
    DataSource dataSource() {
        return Wrapped.as(DataSource.class, (method, arguments) -> new Client().connection());
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }

    private final class Client {
        private boolean autoCommit = true;
        private @Nullable Connection mine;

        Connection connection() {
            return Wrapped.as(Connection.class, (method, arguments) -> switch (method.getName()) {
                case "setAutoCommit" -> {
                    autoCommit = arguments != null && Boolean.TRUE.equals(arguments[0]);
                    yield null;
                }
                case "createStatement" -> statement();
                case "commit" -> end(Connection::commit);
                case "rollback", "close" -> end(Connection::rollback);
                default -> throw new UnsupportedOperationException(method.getName());
            });
        }

        private Statement statement() {
            return Wrapped.as(
                    Statement.class,
                    (method, arguments) -> method.getName().startsWith("execute") ? execute(method, arguments) : null);
        }

        private @Nullable Object execute(Method method, Object @Nullable [] arguments) throws Throwable {
            Connection connection = mine == null ? borrow() : mine;
            try {
                return Wrapped.call(method, connection.createStatement(), arguments);
            } finally {
                if (autoCommit) {
                    giveBack(connection);
                }
            }
        }

        private Connection borrow() throws SQLException, InterruptedException {
            Connection connection = idle.pollFirst(20, TimeUnit.SECONDS);
            if (connection == null) {
                throw new SQLException("no server connection became free");
            }
            connection.setAutoCommit(autoCommit);
            mine = connection;
            return connection;
        }

        private @Nullable Object end(Ending ending) throws SQLException {
            Connection connection = mine;
            if (connection != null) {
                ending.of(connection);
                giveBack(connection);
            }
            return null;
        }

        private void giveBack(Connection connection) {
            mine = null;
            idle.addFirst(connection);
        }
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }
}
