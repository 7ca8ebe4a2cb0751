package dev.dossier.schema;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source of which one statement fails, before or after it took effect. */
final class FaultyDataSource implements InvocationHandler {
    /** What becomes of a statement. */
    interface Fault {
        /** Throws where the statement is to fail. */
        void at(int number, boolean done) throws SQLException;

        /** The same, told which connection of the driver runs the statement. */
        default void at(int number, boolean done, Connection connection) throws SQLException {
            at(number, done);
        }
    }

    private final Connection connection;
    private final Object target;
    private final AtomicInteger count;
    private final Fault fault;

    private FaultyDataSource(Connection connection, Object target, AtomicInteger count, Fault fault) {
        this.connection = connection;
        this.target = target;
        this.count = count;
        this.fault = fault;
    }

    static Counted counting(DataSource dataSource) {
        return failing(dataSource, (number, done) -> {});
    }

    static Counted failing(DataSource dataSource, Fault fault) {
        return new Counted(dataSource, new AtomicInteger(), fault);
    }

    /** The data source, and how many statements its connections have run. */
    static final class Counted extends ForwardingDataSource {
        private final AtomicInteger count;
        private final Fault fault;

        private Counted(DataSource target, AtomicInteger count, Fault fault) {
            super(target);
            this.count = count;
            this.fault = fault;
        }

        int statements() {
            return count.get();
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return wrap(Connection.class, connection, connection, count, fault);
        }
    }

    private static <T> T wrap(Class<T> type, Connection connection, Object target, AtomicInteger count, Fault fault) {
        return type.cast(Proxy.newProxyInstance(
                FaultyDataSource.class.getClassLoader(),
                new Class<?>[] {type},
                new FaultyDataSource(connection, target, count, fault)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean statement = method.getName().startsWith("execute");
        int number = statement ? count.incrementAndGet() : 0;
        if (statement) {
            fault.at(number, false, connection);
        }
        Object answer;
        try {
            answer = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (statement) {
            fault.at(number, true, connection);
        }
        if (answer instanceof PreparedStatement) {
            return wrap(PreparedStatement.class, connection, answer, count, fault);
        }
        return answer instanceof Statement ? wrap(Statement.class, connection, answer, count, fault) : answer;
    }
}
