package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that may not be entered, or not be read. */
class PermissionTest {
    @TempDir
    Path directory = Path.of("");

    private Path inner = directory;
    private SqliteFile database = SqliteFile.at(directory);

    @BeforeEach
    void create() throws IOException {
        permit(directory, "rwxr-xr-x");
        inner = Files.createDirectory(directory.resolve("inner"));
        database = SqliteFile.at(inner.resolve("shop.db"));
        Shop.schema().initialize(database);
    }

    @AfterEach
    void permit() throws IOException {
        permit(inner, "rwxrwxrwx");
    }

    @Test
    @DisplayName("R11 a database behind a directory that may not be entered is not taken for one that is not there")
    void may_not_enter() throws Exception {
        permit(inner, "---------");

        for (SqliteFile file : new SqliteFile[] {database, SqliteFile.at(inner.resolve("new.db"))}) {
            Throwable start =
                    AnotherUser.does(() -> catchThrowable(() -> Shop.schema().initialize(file)));
            Throwable look =
                    AnotherUser.does(() -> catchThrowable(() -> Shop.schema().version(file)));

            assertThat(start)
                    .isInstanceOf(SchemaException.Unreadable.class)
                    .hasMessageContaining("no permission to enter its directory");
            assertThat(look).hasMessageContaining("no permission to enter its directory");
        }
    }

    @Test
    @DisplayName("R23 a backup goes to a directory that may be written and not be read")
    void may_not_read() throws Exception {
        Path copies = Files.createDirectory(directory.resolve("copies"));
        permit(copies, "-wx-wx-wx");
        permit(inner, "rwxrwxrwx");

        AnotherUser.does(() -> {
            Shop.schema().backup(database, copies.resolve("copy.db"));
            return copies;
        });

        permit(copies, "rwxrwxrwx");
        assertThat(Shop.schema()
                        .verify(SqliteFile.at(copies.resolve("copy.db")))
                        .ok())
                .isTrue();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
