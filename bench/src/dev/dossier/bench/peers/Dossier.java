package dev.dossier.bench.peers;

import dev.dossier.schema.ClasspathMigrations;
import dev.dossier.schema.Schema;
import dev.dossier.schema.SqliteFile;
import javax.sql.DataSource;

/** The schema module. */
final class Dossier implements Contestant {
    private final Schema schema;

    Dossier(Scripts scripts) {
        schema = Schema.named("bench")
                .migrations(ClasspathMigrations.in(scripts.numbered()))
                .build();
    }

    @Override
    public Start of(Location database) {
        DataSource source = database.isSqlite() ? SqliteFile.at(database.file()) : database.dataSource();
        return () -> schema.initialize(source);
    }
}
