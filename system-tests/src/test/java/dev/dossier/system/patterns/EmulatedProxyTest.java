package dev.dossier.system.patterns;

import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Two server connections that are handed out as a proxy does: so the traps are shown where no proxy is installed. */
class EmulatedProxyTest extends ProxyTrapsContract {
    EmulatedProxyTest() throws SQLException {}

    @Override
    void with(PGSimpleDataSource database, Work work) throws Exception {
        try (TransactionPool pool = new TransactionPool(database, 2)) {
            work.through(pool.dataSource());
        }
    }
}
