package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** How a statement fails. */
enum Breakage {
    /** The database answers that something is broken. */
    ERROR {
        @Override
        void happen(Vendor vendor, DataSource administration, Connection connection) throws SQLException {
            throw vendor == Vendor.SQLITE
                    ? new SQLException("injected input or output error", "", 10)
                    : new SQLException("injected internal error", "XX000");
        }
    },
    /** The connection is gone; of PostgreSQL because the server ended it. */
    LOSS {
        @Override
        void happen(Vendor vendor, DataSource administration, Connection connection) throws SQLException {
            if (vendor == Vendor.SQLITE) {
                connection.close();
                return;
            }
            int backend = connection.unwrap(PGConnection.class).getBackendPID();
            Sql.one(administration, "SELECT pg_terminate_backend(" + backend + ", 10000)");
        }
    };

    /** Breaks what runs on a connection of the driver. */
    abstract void happen(Vendor vendor, DataSource administration, Connection connection) throws SQLException;

    /** A data source of which the statement of this number fails, before or after it took effect. */
    FaultyDataSource.Counted at(int failing, boolean afterwards, Vendor vendor, DataSource database) {
        return FaultyDataSource.failing(database, new FaultyDataSource.Fault() {
            @Override
            public void at(int number, boolean done) {}

            @Override
            public void at(int number, boolean done, Connection connection) throws SQLException {
                if (number == failing && done == afterwards) {
                    happen(vendor, database, connection);
                }
            }
        });
    }
}
