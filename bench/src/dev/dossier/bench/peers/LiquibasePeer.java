package dev.dossier.bench.peers;

import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Liquibase, looking for its lock every second instead of every ten, and saying nothing. */
final class LiquibasePeer implements Contestant {
    private final String changelog;
    private final ResourceAccessor resources = new ClassLoaderResourceAccessor();

    LiquibasePeer(Scripts scripts) {
        System.setProperty("liquibase.analytics.enabled", "false");
        System.setProperty("liquibase.changelogLockPollRate", "1");
        changelog = scripts.liquibase();
    }

    @Override
    public Start of(Location location) {
        DataSource source = location.dataSource();
        return () -> Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
            try (Connection connection = source.getConnection()) {
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                new Liquibase(changelog, resources, database).update(new Contexts());
            }
        });
    }
}
