package dev.dossier.bench.peers;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Flyway. */
final class FlywayPeer implements Contestant {
    private final FluentConfiguration configuration;

    FlywayPeer(Scripts scripts) {
        configuration = Flyway.configure().locations("classpath:" + scripts.flyway());
    }

    @Override
    public Start of(Location database) {
        Flyway flyway = configuration.dataSource(database.dataSource()).load();
        return flyway::migrate;
    }
}
