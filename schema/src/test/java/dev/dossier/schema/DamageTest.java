package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    private static final int PAGE = 4096;

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

    @ParameterizedTest
    @ValueSource(strings = {"001", "002", "003"})
    @DisplayName("R11 random pages: refused and left as it is, byte for byte, or served; never any other error")
    void random_pages(String version) throws Exception {
        long seed = Long.getLong("schema.seed", System.nanoTime());
        System.out.printf("random pages of version %s: -Dschema.seed=%d%n", version, seed);
        shop.upTo(version).initialize(database());
        Sql.run(database(), "INSERT INTO customers (id, name) VALUES (1, 'Ada')");
        Sql.run(
                database(),
                "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
                        + " INSERT INTO orders SELECT i, 1, i FROM n");
        byte[] whole = Files.readAllBytes(database().path());
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            for (int pages = random.nextInt(1, 3); pages > 0; pages--) {
                byte[] page = new byte[PAGE];
                random.nextBytes(page);
                System.arraycopy(page, 0, damaged, random.nextInt(whole.length / PAGE) * PAGE, PAGE);
            }
            SqliteFile file = SqliteFile.at(directory.resolve("damaged" + round + ".db"));
            Files.write(file.path(), damaged);

            Throwable failure = catchThrowable(
                    () -> assertThat(shop.initialize(file).version()).isEqualTo("003"));

            if (failure != null) {
                refused++;
                assertThat(failure)
                        .as("round %d, -Dschema.seed=%d", round, seed)
                        .isInstanceOf(SchemaException.class);
            }
            if (failure != null || version.equals("003")) {
                assertThat(Files.readAllBytes(file.path()))
                        .as("round %d, -Dschema.seed=%d", round, seed)
                        .isEqualTo(damaged);
            }
        }
        assertThat(refused).as("-Dschema.seed=%d", seed).isPositive();
    }

    @Test
    @DisplayName("R11 R23 a damaged page that no start would see is found before an upgrade")
    void damaged_before_upgrade() throws Exception {
        shop.upTo("002").initialize(database());
        Sql.run(database(), "INSERT INTO log SELECT hex(randomblob(1000)) FROM pragma_table_info('orders')");
        long page = Long.parseLong(Sql.one(database(), "SELECT rootpage FROM sqlite_master WHERE name = 'log'"));
        try (RandomAccessFile file = new RandomAccessFile(database().path().toFile(), "rw")) {
            file.seek((page - 1) * PAGE);
            file.write(new byte[PAGE]);
        }
        byte[] before = Files.readAllBytes(database().path());

        assertThat(shop.upTo("002").initialize(database()).changedDatabase())
                .as("a look reads no data")
                .isFalse();
        assertThatThrownBy(() -> shop.initialize(database()))
                .isInstanceOf(SchemaException.Unreadable.class)
                .hasMessageContaining("is damaged");
        assertThat(Files.readAllBytes(database().path())).isEqualTo(before);
        assertThat(directory).isDirectoryNotContaining("glob:**.backup");
    }

    @Test
    @DisplayName("R9 a row that breaks a rule of its table is no damage")
    void broken_rule() throws Exception {
        shop.upTo("001").initialize(database());
        Sql.run(database(), "INSERT INTO customers VALUES (1, 'Ada')");
        Sql.run(database(), "PRAGMA ignore_check_constraints = ON; INSERT INTO orders VALUES (1, 1, -5)");

        assertThat(Sql.one(database(), "PRAGMA quick_check")).contains("CHECK constraint failed");
        assertThat(shop.initialize(database()).applied()).hasSize(2);
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
        Thread holder = Thread.ofVirtual().unstarted(() -> release(other));
        Schema waiting = Shop.builder()
                .listener(new SchemaListener() {
                    @Override
                    public void step(Step step) {
                        if (step == Step.LOCK) {
                            holder.start();
                        }
                    }
                })
                .build();

        InitializationResult result = waiting.initialize(database());

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
        for (String name : List.of("a \"copy\".db", "what's \"it\" 100% #1?.db")) {
            shop.backup(database(), directory.resolve(name));
            assertThat(shop.verify(SqliteFile.at(directory.resolve(name))).ok()).isTrue();
            assertThat(shop.restore(database(), directory.resolve(name))).isPresent();
        }
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
