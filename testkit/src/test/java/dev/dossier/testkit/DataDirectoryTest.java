package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path path;

    @Test
    void leftoversAreTheFilesInTmp() throws IOException {
        DataDirectory data = new DataDirectory(path);
        assertThat(data.leftovers()).isEmpty();
        Path left = Files.writeString(Files.createDirectory(path.resolve("tmp")).resolve("upload"), "x");
        assertThat(data.leftovers()).containsExactly(left);
        assertThat(data.files()).containsExactly(left);
    }

    @Test
    void theDatabaseCanBeReadAndChanged() throws SQLException {
        SqliteFile database = new DataDirectory(path).database();
        database.execute("CREATE TABLE t (a INTEGER, b TEXT)");
        database.execute("INSERT INTO t VALUES (1, NULL)");
        assertThat(database.rows("SELECT * FROM t")).containsExactly(Map.of("a", "1", "b", "NULL"));
        assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("1");
    }
}
