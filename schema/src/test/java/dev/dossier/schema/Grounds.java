package dev.dossier.schema;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a test that needs very many databases, one after the other, gets them: files of SQLite, or one schema of PostgreSQL. */
final class Grounds implements AutoCloseable {
    private static final String SCHEMA = "ground";

    private final Vendor vendor;
    private final Path directory;
    private final PGSimpleDataSource server;
    private final HikariDataSource pool;
    private int files;

    /** Files go to this directory. */
    Grounds(Vendor vendor, Path directory) throws SQLException {
        this.vendor = vendor;
        this.directory = directory;
        this.server = vendor == Vendor.POSTGRESQL
                ? PostgresServer.shared().newDatabase()
                : PostgresServer.shared().database("postgres");
        this.server.setCurrentSchema(SCHEMA);
        HikariConfig config = new HikariConfig();
        config.setDataSource(server);
        config.setMaximumPoolSize(2);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    /** An empty database; the one before is gone. */
    DataSource next() throws SQLException {
        if (vendor == Vendor.SQLITE) {
            return SqliteFile.at(directory.resolve(++files + ".db"));
        }
        Sql.run(pool, "DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE; CREATE SCHEMA " + SCHEMA);
        return pool;
    }

    /** The same database through connections of its own. */
    DataSource unpooled(DataSource database) {
        return vendor == Vendor.SQLITE ? database : server;
    }

    /** The address of the same database. */
    String url(DataSource database) {
        return database instanceof SqliteFile file
                ? SqliteUrl.PREFIX + file.path()
                : server.getURL() + "&user=postgres&ApplicationName=" + SCHEMA;
    }

    /** Waits until the server has noticed that a program which used that address is gone. */
    void awaitEnd() throws SQLException, InterruptedException {
        String alive =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '"
                        + SCHEMA + "'";
        while (vendor == Vendor.POSTGRESQL && !Sql.one(pool, alive).equals("0")) {
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
