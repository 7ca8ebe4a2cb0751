package dev.dossier.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** A connection whose transaction is ours: whoever gets it cannot end the transaction or close the connection. */
final class GuardedConnection {
    private static final Set<String> REFUSED =
            Set.of("commit", "rollback", "setAutoCommit", "close", "abort", "setTransactionIsolation", "setReadOnly");

    private GuardedConnection() {}

    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (REFUSED.contains(method.getName())) {
                        throw new SQLException(
                                method.getName() + " is refused: a migration runs in the transaction of its history");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
