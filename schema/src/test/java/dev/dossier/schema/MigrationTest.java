package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any database is touched, and the template for what is not. */
class MigrationTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("R11 gaps, duplicates, no migrations at all")
    void sequence() {
        assertThatThrownBy(() -> schema(migration("001", ""), migration("003", "")))
                .isInstanceOfSatisfying(SchemaException.Misconfigured.class, e -> {
                    assertThat(e.code()).isEqualTo("misconfigured");
                    assertThat(e.database()).isEmpty();
                })
                .hasMessageContaining("a migration is missing between 001 and 003");
        assertThatThrownBy(() -> schema(migration("002", ""))).hasMessageContaining("missing between 0 and 002");
        assertThatThrownBy(() -> schema(migration("001", ""), migration("1", "")))
                .hasMessageContaining("two migrations have version 1");
        assertThatThrownBy(MigrationTest::schema).hasMessageContaining("no migrations");
        assertThatThrownBy(() -> Schema.named("none").build()).hasMessageContaining("was given no migrations");
        assertThatThrownBy(() -> migration("v1", "")).hasMessageContaining("no numeric version");
        assertThatThrownBy(() -> new Version("x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- compatible-from: x", "-- skip-if: moon is full", "-- transactional: no"})
    @DisplayName("R11 headers that cannot be used are named")
    void headers(String header) {
        assertThatThrownBy(() -> migration("001", "\n-- a comment\n" + header + "\nSELECT 1"))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining(header);
        assertThat(migration("001", "SELECT 1;\n" + header).header().skipIfExists())
                .as("only at the head")
                .isEmpty();
        assertThat(migration("001", "-- transactional: true").header().compatibleFrom())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"COMMIT", "SELECT 1; rollback;", "/* ; */ VACUUM", "END", "CREATE TABLE a (\"trigger\");END"})
    @DisplayName("R11 statements that would end the transaction are refused")
    void transaction_statements(String sql) {
        assertThatThrownBy(() -> schema(migration("001", sql)))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("contains ");
        assertThatThrownBy(() -> schema(migration("001", "").undoneBy(sql))).hasMessageContaining("contains ");
    }

    @Test
    @DisplayName("the same words in triggers, texts, names and comments are not")
    void words_that_are_no_statements() {
        schema(migration("001", """
                -- ; COMMIT
                CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN
                    SELECT CASE WHEN 1 THEN 2 END; UPDATE a SET x = '; COMMIT'; END;
                CREATE TABLE [;COMMIT] ("; COMMIT" TEXT, `; COMMIT` TEXT);
                """));
    }

    @Test
    @DisplayName("R13 a schema can be limited to a version that it has")
    void limited() {
        assertThat(Shop.schema().upTo("2").expectedVersion()).isEqualTo("002");
        assertThat(Shop.schema().upTo("2").name()).isEqualTo("shop");
        for (String version : List.of("004", "0", "x")) {
            assertThatThrownBy(() -> Shop.schema().upTo(version))
                    .isInstanceOf(SchemaException.Misconfigured.class)
                    .hasMessageContaining("from 001 to 003");
        }
    }

    @Test
    @DisplayName("R13 the template gets the next version, never overwrites, and is a migration")
    void template() throws Exception {
        NewMigration first = NewMigration.create(directory.resolve("db"), Optional.empty(), "Create tags!");
        Files.writeString(directory.resolve("db/README"), "not SQL");
        Files.writeString(directory.resolve("db/009_nine.sql"), "");
        NewMigration tenth = NewMigration.create(directory.resolve("db"), Optional.empty(), "add é colours");

        assertThat(first.version()).isEqualTo("001");
        assertThat(first.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "001_create_tags.sqlite.sql",
                        "001_create_tags.sqlite.undo.sql",
                        "001_create_tags.postgresql.sql",
                        "001_create_tags.postgresql.undo.sql");
        assertThat(tenth.version()).isEqualTo("010");
        String text = Files.readString(first.files().getFirst());
        assertThat(text).startsWith("-- Create tags!\n");
        assertThat(migration("001", text).header())
                .as("the template declares nothing by itself")
                .isEqualTo(migration("001", "").header());
        assertThatThrownBy(() -> NewMigration.create(directory, Optional.empty(), "!"))
                .hasMessageContaining("describes nothing");
        assertThatThrownBy(() -> NewMigration.create(directory.resolve("db/README"), Optional.empty(), "a"))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    @DisplayName("R13 the test of a new migration compiles and passes as it is")
    void template_of_test() throws Exception {
        Path migrations = directory.resolve("src/main/resources/db/shop");
        Path tests = directory.resolve("src/test/java/shop/migrations");
        NewMigration.create(migrations, Optional.of(tests), "create shop");
        NewMigration second = NewMigration.create(migrations, Optional.of(tests), "add tags");
        NewMigration.create(directory.resolve("other"), Optional.of(directory.resolve("tests")), "first");
        List<String> sources = List.of(
                tests.resolve("Migration001Test.java").toString(),
                second.files().getLast().toString(),
                directory.resolve("tests/Migration001Test.java").toString());

        assertThat(second.files().getLast()).hasFileName("Migration002Test.java");
        assertThat(Files.readString(second.files().getLast()))
                .contains("package shop.migrations;", "in(\"db/shop\")", "void applies_add_tags()", "upTo(\"001\")");
        List<String> options = new ArrayList<>(List.of(
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.resolve("out").toString()));
        options.addAll(sources);
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, options.toArray(String[]::new)))
                .isZero();
        URL[] places = {
            directory.resolve("out").toUri().toURL(),
            directory.resolve("src/main/resources").toUri().toURL()
        };
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(places, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            for (String name : List.of("shop.migrations.Migration001Test", "shop.migrations.Migration002Test")) {
                Class<?> type = loader.loadClass(name);
                Constructor<?> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                Object test = constructor.newInstance();
                Field place = type.getDeclaredField("directory");
                place.setAccessible(true);
                place.set(test, Files.createDirectory(directory.resolve(name)));
                Method method =
                        type.getDeclaredMethod(name.contains("001") ? "applies_create_shop" : "applies_add_tags");
                method.setAccessible(true);
                method.invoke(test);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    @DisplayName("R13 what cannot be rolled back is refused, and nothing is changed")
    void rollback_refused() throws Exception {
        SqliteFile database = SqliteFile.at(directory.resolve("a.db"));
        Schema schema = schema(
                migration("001", "CREATE TABLE a (x)"),
                migration("002", "CREATE TABLE b (x)").undoneBy("DROP TABLE c"),
                migration("003", "CREATE TABLE c (x)").undoneBy("DROP TABLE a"));

        assertThatThrownBy(() -> schema.rollback(database, "001"))
                .hasMessageStartingWith("Database rollback failed")
                .hasMessageContaining("there is no database");
        schema.initialize(database);
        assertThatThrownBy(() -> schema.rollback(database, "x")).hasMessageContaining("'x' is not a version");
        assertThatThrownBy(() -> schema.rollback(database, "004")).hasMessageContaining("never had 004");
        assertThatThrownBy(() -> schema.rollback(database, "002"))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContaining("table a");
        Sql.run(database, "ALTER TABLE a RENAME TO a_away; DROP TABLE c; CREATE TABLE a (y)");
        assertThatThrownBy(() -> schema.rollback(database, "001"))
                .isInstanceOf(SchemaException.MigrationFailed.class)
                .hasMessageContaining("no such table: c");
        Sql.run(database, "DROP TABLE a; ALTER TABLE a_away RENAME TO a; CREATE TABLE c (x); DROP TABLE b");
        assertThatThrownBy(() -> schema.rollback(database, "000")).isInstanceOf(SchemaException.class);
        assertThat(schema.version(database)).isEqualTo("003");
    }

    @Test
    @DisplayName("R13 a migration without an undo cannot be taken back")
    void no_undo() {
        SqliteFile database = SqliteFile.at(directory.resolve("a.db"));
        Schema schema = schema(migration("001", "CREATE TABLE a (x)"), migration("002", "CREATE TABLE b (x)"));
        schema.initialize(database);

        assertThatThrownBy(() -> schema.rollback(database, "001"))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("migration 002 (step 002) has no undo");
    }

    private static Migration migration(String version, String sql) {
        return Migration.of(version, "step " + version, sql);
    }

    private static Schema schema(Migration... migrations) {
        return Schema.named("test").migrations(Migrations.of(migrations)).build();
    }
}
