package dev.dossier.system.patterns;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dossier.testkit.PgBouncer;
import dev.dossier.testkit.PostgresServer;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** The real thing. {@code -Dpgbouncer=required} fails where it is not installed. */
class PgBouncerProxyTest extends ProxyTrapsContract {
    PgBouncerProxyTest() throws SQLException {}

    @Override
    void with(PGSimpleDataSource database, Work work) throws Exception {
        assumeTrue(
                PgBouncer.isInstalled() || "required".equals(System.getProperty("pgbouncer")),
                "PgBouncer is not installed; EmulatedProxyTest shows the same with two server connections");
        try (PgBouncer proxy = PgBouncer.start(PostgresServer.shared(), 2)) {
            work.through(proxy.before(database));
        }
    }
}
