package dev.dossier.bench.peers;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Where a database is.
 *
 * @param url its JDBC URL
 */
record Location(String url) {
    private static final String SQLITE = "jdbc:sqlite:";

    boolean isSqlite() {
        return url.startsWith(SQLITE);
    }

    /** The file of a SQLite database. */
    Path file() {
        return Path.of(url.substring(SQLITE.length()));
    }

    /** Connections as a careful user would configure them. */
    DataSource dataSource() {
        if (isSqlite()) {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setBusyTimeout(30_000);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl(url);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        return source;
    }
}
