package dev.dossier.schema;

import dev.dossier.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

class PostgresSchemaContractTest extends SchemaContract {
    private DataSource database = SqliteFile.at(java.nio.file.Path.of(""));

    @BeforeEach
    void create() throws SQLException {
        database = PostgresServer.shared().newDatabase();
    }

    @Override
    DataSource database() {
        return database;
    }

    @Override
    Vendor vendor() {
        return Vendor.POSTGRESQL;
    }

    @Override
    List<Migration> shopMigrations() {
        return PostgresShop.ALL;
    }

    @Override
    List<String> names(String type) throws Exception {
        String query = switch (type) {
            case "table" -> "SELECT relname FROM pg_class WHERE relkind = 'r' AND";
            case "view" -> "SELECT relname FROM pg_class WHERE relkind = 'v' AND";
            case "index" ->
                "SELECT relname FROM pg_class WHERE relkind = 'i' AND oid NOT IN (SELECT conindid FROM pg_constraint)"
                        + " AND";
            default -> "SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND";
        };
        return Sql.list(database, query + " relnamespace = 'public'::regnamespace ORDER BY 1");
    }
}
