package dev.dossier.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source whose driver does not switch foreign keys on, and which counts what is left open. */
final class RefusingForeignKeys extends ForwardingDataSource {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger allowed = new AtomicInteger();

    RefusingForeignKeys(DataSource target) {
        super(target);
    }

    int open() {
        return open.get();
    }

    /** Obeys so many times. */
    void allow(int times) {
        allowed.set(times);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        open.incrementAndGet();
        return proxy(Connection.class, connection);
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("close") && type == Connection.class) {
                open.decrementAndGet();
            }
            boolean switchesOn = args != null && "PRAGMA foreign_keys = ON".equals(args[0]);
            if (switchesOn && allowed.getAndDecrement() <= 0) {
                args[0] = "PRAGMA foreign_keys = OFF";
            }
            try {
                Object answer = method.invoke(target, args);
                return answer instanceof Statement && method.getName().equals("createStatement")
                        ? proxy(Statement.class, answer)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
