package dev.dossier.schema;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** How a program gets its connections. */
enum Connections {
    /** From the driver's own data source, as it comes. */
    DRIVER {
        @Override
        DataSource to(String url) {
            if (Vendor.of(url) == Vendor.SQLITE) {
                SQLiteDataSource source = new SQLiteDataSource();
                source.setUrl(url);
                return source;
            }
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(url);
            return source;
        }
    },
    /** From a pool that has one, whose user did not think of it. */
    POOL_OF_ONE {
        @Override
        DataSource to(String url) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(1);
            config.setInitializationFailTimeout(-1);
            return new HikariDataSource(config);
        }
    },
    /** From ours. */
    FILE {
        @Override
        DataSource to(String url) {
            return SqliteFile.at(Path.of(url.substring(SqliteUrl.PREFIX.length())));
        }
    };

    abstract DataSource to(String url);

    static List<Connections> on(Vendor vendor) {
        return Stream.of(values())
                .filter(kind -> kind != FILE || vendor == Vendor.SQLITE)
                .toList();
    }
}
