package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    @TempDir
    Path directory = Path.of("");

    private final Schema shop = Shop.schema();

    private SqliteFile database() {
        return SqliteFile.at(directory.resolve("shop.db"));
    }

    @Test
    @DisplayName("R9 a file of no bytes is an empty database")
    void zero_length() throws Exception {
        Files.createFile(database().path());

        assertThat(shop.version(database())).isEqualTo("unknown");
        assertThat(database().path()).isEmptyFile();
        assertThat(shop.initialize(database()).applied()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 99, 100, 511, 5000})
    @DisplayName("R11 a truncated database is refused and left as it is")
    void truncated(int length) throws Exception {
        shop.initialize(database());
        try (RandomAccessFile file = new RandomAccessFile(database().path().toFile(), "rw")) {
            file.setLength(length);
        }
        byte[] before = Files.readAllBytes(database().path());

        assertThatThrownBy(() -> shop.initialize(database()))
                .isInstanceOf(SchemaException.Unreadable.class)
                .hasMessageContaining("is not a database or is damaged");
        assertThat(Files.readAllBytes(database().path())).isEqualTo(before);
    }

    @Test
    @DisplayName("R11 a directory in the file's place")
    void directory_in_place() throws Exception {
        Files.createDirectory(database().path());

        assertThatThrownBy(() -> shop.initialize(database()))
                .isInstanceOf(SchemaException.Unreadable.class)
                .hasMessageContaining("there is a directory in the file's place");
    }

    @Test
    @DisplayName("R11 a file in the directory's place")
    void file_in_place_of_directory() throws Exception {
        Files.createFile(directory.resolve("taken"));
        SqliteFile inside = SqliteFile.at(directory.resolve("taken/shop.db"));

        assertThatThrownBy(() -> shop.initialize(inside))
                .isInstanceOfSatisfying(
                        SchemaException.NotWritable.class,
                        e -> assertThat(e.code()).isEqualTo("not-writable"))
                .hasMessageContaining("cannot be created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs4", "CIFS", "fuse.sshfs"})
    @DisplayName("defect 16: SQLite on a network file system is refused with the reason")
    void network_file_system(String type) {
        Schema remote = Shop.builder()
                .dialects(new Dialects(List.of(new SqliteDialect(directory -> type))))
                .build();

        assertThatThrownBy(() -> remote.initialize(database()))
                .isInstanceOfSatisfying(
                        SchemaException.NetworkFileSystem.class,
                        e -> assertThat(e.code()).isEqualTo("network-file-system"))
                .hasMessageContainingAll(type, "write-ahead log", "PostgreSQL");
        assertThat(database().path()).doesNotExist();
    }

    @Test
    @DisplayName("R11 a database that stays locked: one clear error when the time is up")
    void locked_until_the_deadline() throws Exception {
        shop.upTo("001").initialize(database());
        Schema impatient = Shop.builder().lockTimeout(Duration.ofMillis(50)).build();
        try (Connection other = database().getConnection();
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> impatient.initialize(database()))
                    .isInstanceOfSatisfying(
                            SchemaException.Busy.class,
                            e -> assertThat(e.code()).isEqualTo("busy"))
                    .hasMessageContaining("stayed locked");
        }
        assertThat(impatient.initialize(database()).applied()).hasSize(2);
    }

    @Test
    @DisplayName("R10 an interrupted wait ends at once and stays interrupted")
    void interrupted() throws Exception {
        shop.upTo("001").initialize(database());
        try (Connection other = database().getConnection();
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> shop.initialize(database())).isInstanceOf(SchemaException.Busy.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @DisplayName("R10 a start that waited says so")
    void contended() throws Exception {
        shop.upTo("001").initialize(database());
        Connection other = database().getConnection();
        try (var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
        }
        Thread holder = Thread.ofVirtual().start(() -> release(other));

        InitializationResult result = shop.initialize(database());

        holder.join();
        assertThat(result.contended()).isTrue();
        assertThat(result.lockWait()).isGreaterThan(Duration.ofMillis(50));
        assertThat(result.duration()).isGreaterThanOrEqualTo(result.lockWait());
        assertThat(result.applied()).hasSize(2);
    }

    private static void release(Connection connection) {
        try {
            Thread.sleep(100);
            connection.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("R11 a data source without a driver")
    void no_driver() {
        ForwardingDataSource none = new ForwardingDataSource(database()) {
            @Override
            public Connection getConnection() throws java.sql.SQLException {
                return DriverManager.getConnection("jdbc:none:x");
            }
        };

        assertThatThrownBy(() -> shop.initialize(none))
                .isInstanceOfSatisfying(
                        SchemaException.Unreachable.class,
                        e -> assertThat(e.code()).isEqualTo("unreachable"))
                .hasMessageContaining("No suitable driver");
    }

    @Test
    @DisplayName("R23 a backup never overwrites, and needs a database that has a file")
    void backups() throws IOException {
        Path copy = directory.resolve("copies/it's a \"copy.db");
        assertThatThrownBy(() -> shop.backup(database(), copy)).hasMessageContaining("there is no database");
        shop.initialize(database());
        Path plain = directory.resolve("copies/it's a copy.db");

        shop.backup(database(), plain);

        assertThat(shop.verify(SqliteFile.at(plain)).ok()).isTrue();
        byte[] before = Files.readAllBytes(plain);
        assertThatThrownBy(() -> shop.backup(database(), plain))
                .isInstanceOf(SchemaException.NotWritable.class)
                .hasMessageStartingWith("Database backup failed")
                .hasMessageContaining("FileAlreadyExists");
        assertThat(Files.readAllBytes(plain)).isEqualTo(before);
        shop.backup(database(), directory.resolve("a \"copy\".db"));
        assertThat(directory.resolve("a \"copy\".db")).isNotEmptyFile();
    }

    @Test
    @DisplayName("R23 backups before an upgrade go where they were told to go, one for all nodes")
    void backups_before_upgrade() throws Exception {
        Path backups = directory.resolve("backups");
        Schema careful = Shop.builder().backups(backups).build();
        careful.upTo("001").initialize(database());

        InitializationResult result = careful.initialize(database());
        careful.initialize(database());

        assertThat(backups)
                .isDirectoryContaining(file -> file.equals(result.backup().orElseThrow()));
        try (var files = Files.list(backups)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(file.getFileName().toString())
                            .matches("shop\\.db\\.before-003\\.\\d{8}T\\d{6}\\.\\d{3}Z\\.backup"));
        }
    }

    @Test
    @DisplayName("R11 R23 without a place for the backup nothing is changed")
    void backup_impossible() throws Exception {
        Files.createFile(directory.resolve("taken"));
        Schema careful = Shop.builder().backups(directory.resolve("taken")).build();
        careful.upTo("001").initialize(database());

        assertThatThrownBy(() -> careful.initialize(database()))
                .isInstanceOf(SchemaException.NotWritable.class)
                .hasMessageContaining("the backup " + directory.resolve("taken"));
        assertThat(careful.version(database())).isEqualTo("001");
    }
}
