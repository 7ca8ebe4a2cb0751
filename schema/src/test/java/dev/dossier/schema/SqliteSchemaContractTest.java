package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchemaContractTest extends SchemaContract {
    @TempDir
    Path directory = Path.of("");

    @Override
    DataSource database() {
        return SqliteFile.at(file());
    }

    private Path file() {
        return directory.resolve("files.db");
    }

    @Override
    Vendor vendor() {
        return Vendor.SQLITE;
    }

    @Override
    List<Migration> shopMigrations() {
        return Shop.ALL;
    }

    @Override
    List<String> names(String type) throws Exception {
        return Sql.names(database(), type);
    }

    @Test
    @DisplayName("R6 every connection enforces foreign keys")
    void foreign_keys_enabled() throws Exception {
        dossier().initialize(database());

        assertThat(Sql.one(database(), "PRAGMA foreign_keys")).isEqualTo("1");
        assertThatThrownBy(() -> Sql.run(
                        database(),
                        "INSERT INTO file_metadata (file_id, metadata_key) VALUES ('no such file', 'colour')"))
                .hasMessageContaining("FOREIGN KEY");
    }

    @Test
    @DisplayName("R1 parent directories are created by initialise, and by nothing before")
    void initialization_creates_directories() throws Exception {
        Path deep = directory.resolve("a/b c/د?#%/files.db");
        SqliteFile nested = SqliteFile.at(deep);

        assertThat(dossier().version(nested)).isEqualTo("unknown");
        assertThat(dossier().verify(nested).ok()).isFalse();
        assertThat(dossier().plan(nested).pending()).hasSize(1);
        assertThat(dossier().history(nested)).isEmpty();
        assertThat(directory).isEmptyDirectory();

        dossier().initialize(nested);

        assertThat(deep).isRegularFile();
        assertThat(dossier().verify(nested).ok()).isTrue();
    }

    @Test
    @DisplayName("R11 a corrupt file is refused by name and left as it is, byte for byte")
    void initialization_with_database_corruption() throws Exception {
        byte[] garbage = "This is not a database, it is a text that goes on for a while."
                .repeat(200)
                .getBytes(UTF_8);
        Files.write(file(), garbage);

        assertThatThrownBy(() -> dossier().initialize(database()))
                .isInstanceOfSatisfying(
                        SchemaException.Unreadable.class,
                        e -> assertThat(e.code()).isEqualTo("unreadable"))
                .hasMessageStartingWith("Database initialization failed for " + file())
                .hasMessageContaining("backup");
        assertThat(Files.readAllBytes(file())).isEqualTo(garbage);
        assertThat(directory).isDirectoryContaining(path -> path.equals(file()));
        assertThatThrownBy(() -> dossier().version(database()))
                .isInstanceOf(SchemaException.Unreadable.class)
                .hasMessageStartingWith("Database could not be read");
    }
}
