package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.db",
                "with space.db",
                "what?.db",
                "a#b.db",
                "100%.db",
                "a+b.db",
                "ملفات.db",
                "it's \"x\".db"
            })
    @DisplayName("R8 a path may hold any character")
    void any_path(String name) throws Exception {
        Path path = directory.resolve(name);
        SqliteFile file = SqliteFile.at(path);

        Sql.run(file, "CREATE TABLE t (a)");

        assertThat(path).isNotEmptyFile();
        assertThat(file.path()).isEqualTo(path);
        assertThat(file).hasToString(path.toString());
        try (Connection connection = file.getConnection("nobody", "nothing")) {
            assertThat(SqliteUrl.file(connection.getMetaData().getURL())).contains(path);
        }
    }

    @Test
    @DisplayName("R6 settings of every connection")
    void settings() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("a.db"));

        assertThat(Sql.one(file, "PRAGMA foreign_keys")).isEqualTo("1");
        assertThat(Sql.one(file, "PRAGMA synchronous")).isEqualTo("2");
        assertThat(Integer.parseInt(Sql.one(file, "PRAGMA busy_timeout"))).isLessThanOrEqualTo(50);
    }

    @Test
    @DisplayName("R6 a driver that leaves foreign keys off: the connection is closed and the start fails")
    void driver_without_foreign_keys() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("a.db"));
        try (var driver = KeylessDriver.install()) {
            assertThatThrownBy(() -> Shop.schema().initialize(file))
                    .isInstanceOf(SchemaException.ForeignKeys.class)
                    .hasMessageContaining("Failed to enable foreign keys - data integrity cannot be guaranteed");
            assertThat(driver.connections()).isNotEmpty().allMatch(KeylessDriver::isClosed);
        }
    }

    @Test
    @DisplayName("R7 reading only: neither creates nor writes")
    void read_only() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("a.db"));
        assertThatThrownBy(() -> file.readOnly().getConnection().close()).isInstanceOf(SQLException.class);
        assertThat(file.path()).doesNotExist();
        Sql.run(file, "CREATE TABLE t (a)");

        assertThat(Sql.list(file.readOnly(), "SELECT a FROM t")).isEmpty();
        assertThatThrownBy(() -> Sql.run(file.readOnly(), "DELETE FROM t")).isInstanceOf(SQLException.class);
    }

    @Test
    @DisplayName("R5 R7 reading a database that others have open sees what they committed, and leaves nothing behind")
    void inspects() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("shop.db"));
        Shop.schema().upTo("001").initialize(file);
        assertThat(Shop.schema().version(file)).isEqualTo("001");
        try (Connection open = file.getConnection()) {
            Shop.schema().initialize(file);
            assertThat(open.isValid(1)).isTrue();
            assertThat(Shop.schema().version(file)).isEqualTo("003");
            assertThat(Shop.schema().verify(file).ok()).isTrue();
        }
        List<Path> before = list();
        Shop.schema().version(file);
        Shop.schema().verify(file);
        Shop.schema().plan(file);
        assertThat(list()).isEqualTo(before);
    }

    @Test
    @DisplayName("what is read while somebody writes is read again")
    void torn_read() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("a.db"));
        Sql.run(file, "CREATE TABLE t (a)");
        int[] readings = {0};

        String answer = new SqliteInspection(file).read(connection -> {
            readings[0]++;
            assertThat(file.path().toFile().setLastModified(readings[0] * 1000L))
                    .isTrue();
            return "reading " + readings[0];
        });

        assertThat(answer).isEqualTo("reading 2");
    }

    private List<Path> list() throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void is_a_data_source_without_frills() throws Exception {
        SqliteFile file = SqliteFile.at(directory.resolve("a.db"));

        assertThat(file.getLoginTimeout()).isZero();
        assertThat(file.isWrapperFor(SqliteFile.class)).isTrue();
        assertThat(file.unwrap(SqliteFile.class)).isSameAs(file);
        assertThatThrownBy(() -> file.unwrap(String.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(file::getLogWriter).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> file.setLogWriter(new PrintWriter(Writer.nullWriter())))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> file.setLoginTimeout(1)).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(file::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:/a/b c.db, /a/b c.db",
        "jdbc:sqlite:/a/b.db?cache=shared, /a/b.db",
        "jdbc:sqlite:file:/a/b%20c.db?mode=ro, /a/b c.db",
        "jdbc:sqlite:file:///a/b.db, /a/b.db",
        "jdbc:sqlite:file://localhost/a/b.db, /a/b.db",
    })
    @DisplayName("R8 addresses of files")
    void addresses(String url, Path path) {
        assertThat(SqliteUrl.file(url)).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:x?mode=memory", "jdbc:sqlite::resource:a.db", "jdbc:other:x"
            })
    @DisplayName("R21 addresses without a file")
    void addresses_of_memory(String url) {
        assertThat(SqliteUrl.file(url)).isEmpty();
    }

    @Test
    @DisplayName("defect 16: the kinds of file systems")
    void file_systems() throws IOException {
        assertThat(FileSystemTypes.isNetwork(FileSystemTypes.OF_THIS_MACHINE.of(directory)))
                .isFalse();
        assertThat(FileSystemTypes.isNetwork("NFS4")).isTrue();
        assertThat(FileSystemTypes.isNetwork("fuse.sshfs")).isTrue();
        assertThat(FileSystemTypes.isNetwork("ext4")).isFalse();
    }

    @Test
    void host() throws IOException {
        Path file = directory.resolve("hostname");
        assertThat(Host.name(Map.of(), file)).isEqualTo("localhost");
        Files.writeString(file, "ada\n");
        assertThat(Host.name(Map.of(), file)).isEqualTo("ada");
        assertThat(Host.name(Map.of("HOSTNAME", "bob"), file)).isEqualTo("bob");
    }

    @Test
    void hashes_need_their_algorithm() {
        assertThatThrownBy(() -> Sha256.hex("", "none")).isInstanceOf(IllegalStateException.class);
    }
}
