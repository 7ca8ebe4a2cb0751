package dev.dossier.database;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;

@DisplayName("R21: a database in memory lives on one shared connection")
class SqliteMemoryDatabaseTest extends DatabaseContract {
    @Override
    Database create(Path directory) throws SQLException {
        return SqliteDatabase.inMemory(new SharedConnection(), WAIT);
    }
}
