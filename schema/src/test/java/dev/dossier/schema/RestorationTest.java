package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorationTest {
    private final Schema shop =
            Shop.builder().lockTimeout(Duration.ofMillis(300)).build();

    @TempDir
    Path directory = Path.of("");

    private SqliteFile database = SqliteFile.at(directory);
    private Path backup = directory;

    @BeforeEach
    void backUp() throws Exception {
        database = SqliteFile.at(directory.resolve("shop.db"));
        backup = directory.resolve("copy.db");
        shop.upTo("002").initialize(database);
        Sql.run(database, "INSERT INTO customers (id, name) VALUES (1, 'Ada')");
        shop.backup(database, backup);
    }

    @Test
    @DisplayName("R23 a backup brings back what was, and what is now is kept aside")
    void brings_back() throws Exception {
        shop.initialize(database);
        Sql.run(database, "DELETE FROM customers");
        try (Connection open = database.getConnection()) {
            Path aside = shop.restore(database, backup).orElseThrow();

            assertThat(shop.version(database)).isEqualTo("002");
            assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
            assertThat(open.isValid(1)).isTrue();
            assertThat(shop.version(SqliteFile.at(aside))).isEqualTo("003");
            assertThat(Sql.list(SqliteFile.at(aside), "SELECT name FROM customers"))
                    .isEmpty();
        }
        assertThat(shop.initialize(database).applied()).hasSize(1);
        assertThat(shop.verify(database).ok()).isTrue();
    }

    @Test
    @DisplayName("R23 a database that is gone or damaged is restored; the damaged one is moved aside")
    void after_damage() throws Exception {
        Files.writeString(database.path(), "this was a database once, and is none any more ".repeat(9));
        Path aside = shop.restore(database, backup).orElseThrow();
        assertThat(Files.readString(aside, UTF_8)).startsWith("this was");
        assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");

        Files.writeString(database.path(), "short");
        Thread.sleep(2);
        assertThat(shop.restore(database, backup)).isPresent();
        SqliteFile other = SqliteFile.at(directory.resolve("new/shop.db"));
        assertThat(shop.restore(other, backup)).isEmpty();
        assertThat(shop.verify(other).ok()).isTrue();
    }

    @Test
    @DisplayName("R11 R23 a backup that is none, is damaged or is another schema's is refused, and nothing is changed")
    void refused() throws Exception {
        assertThatThrownBy(() -> shop.restore(database, directory.resolve("nowhere.db")))
                .isInstanceOf(SchemaException.Unreadable.class)
                .hasMessageContaining("there is no such file");
        Path text = Files.writeString(directory.resolve("text.db"), "no database ".repeat(100));
        assertThatThrownBy(() -> shop.restore(database, text)).isInstanceOf(SchemaException.Unreadable.class);
        byte[] bytes = Files.readAllBytes(backup);
        for (int i = 4096; i < 3 * 4096; i++) {
            bytes[i] ^= (byte) 0x55;
        }
        Path damaged = Files.write(directory.resolve("damaged.db"), bytes);
        assertThatThrownBy(() -> shop.restore(database, damaged)).isInstanceOf(SchemaException.Unreadable.class);
        SqliteFile foreign = SqliteFile.at(directory.resolve("foreign.db"));
        Schema.named("other")
                .migrations(Migrations.of(Migration.of("001", "other", "CREATE TABLE other (a TEXT)")))
                .build()
                .initialize(foreign);
        assertThatThrownBy(() -> shop.restore(database, foreign.path()))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageStartingWith("The backup cannot be used for " + foreign.path());
        assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
    }

    @Test
    @DisplayName("R23 a server's database is backed up and restored with the server's tools")
    void server() throws Exception {
        DataSource postgres = PostgresServer.shared().newDatabase();
        Schema onServer = PostgresShop.schema();

        try (Connection connection = postgres.getConnection()) {
            assertThat(new PostgresDialect().damage(connection)).isEmpty();
        }
        assertThatThrownBy(() -> onServer.restore(postgres, backup)).hasMessageContaining("it has no file");
        assertThatThrownBy(() -> onServer.backup(postgres, directory.resolve("pg")))
                .hasMessageContaining("it has no file");
    }

    @Test
    @DisplayName("R23 while somebody writes nothing is restored; afterwards it is")
    void busy() throws Exception {
        try (Connection writer = database.getConnection();
                var statement = writer.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> shop.restore(database, backup)).isInstanceOf(SchemaException.Busy.class);
        }
        Sql.run(database, "DELETE FROM customers");
        shop.restore(database, backup);
        assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
    }

    @Test
    @DisplayName("R23 what is damaged and cannot be moved stays")
    void cannot_be_moved() throws Exception {
        Files.writeString(database.path(), "short");
        Schema careful = Shop.builder()
                .backups(Files.createFile(directory.resolve("taken")))
                .build();

        assertThatThrownBy(() -> careful.restore(database, backup)).isInstanceOf(SchemaException.NotWritable.class);
        assertThat(Files.readString(database.path())).isEqualTo("short");
    }
}
