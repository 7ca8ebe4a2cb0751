package dev.dossier.system.patterns;

import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** The program of a node that stays under a lock until it is killed. */
final class Node {
    private Node() {}

    /** The arguments are which lock, and the URL of the database. */
    public static void main(String[] arguments) throws Exception {
        DataSource database = database(arguments[1]);
        if (arguments[0].equals("row")) {
            Traps.lockRow(database, statement -> stay());
        } else {
            StoppedAt stopped = new StoppedAt("CREATE INDEX", database);
            Future<Boolean> start = Beside.run(() -> {
                if (isSqlite(arguments[1])) {
                    SqlitePattern.initialise(stopped.dataSource());
                } else {
                    PostgresPattern.initialise(stopped.dataSource());
                }
            });
            stopped.await();
            stay();
            Beside.soon(start);
        }
    }

    private static void stay() throws InterruptedException {
        System.out.println("inside");
        Thread.sleep(60_000);
    }

    /** The database of a URL. */
    static DataSource database(String url) {
        if (isSqlite(url)) {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(url);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser("postgres");
        return source;
    }

    private static boolean isSqlite(String url) {
        return url.startsWith("jdbc:sqlite:");
    }
}
