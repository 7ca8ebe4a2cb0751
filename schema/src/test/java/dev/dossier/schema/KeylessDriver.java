package dev.dossier.schema;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/** SQLite's driver, but deaf to the wish for foreign keys. Takes its place until closed. */
final class KeylessDriver implements Driver, AutoCloseable {
    private final Driver real;
    private final List<Connection> connections = new ArrayList<>();

    private KeylessDriver(Driver real) {
        this.real = real;
    }

    static KeylessDriver install() throws SQLException {
        Driver real = DriverManager.getDriver("jdbc:sqlite:");
        DriverManager.deregisterDriver(real);
        KeylessDriver keyless = new KeylessDriver(real);
        DriverManager.registerDriver(keyless);
        return keyless;
    }

    List<Connection> connections() {
        return connections;
    }

    static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
        DriverManager.registerDriver(real);
    }

    @Override
    public Connection connect(String url, Properties settings) throws SQLException {
        Properties others = new Properties();
        others.putAll(settings);
        others.remove("foreign_keys");
        Connection connection = real.connect(url, others);
        connections.add(connection);
        return connection;
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return real.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties settings) throws SQLException {
        return real.getPropertyInfo(url, settings);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return real.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
