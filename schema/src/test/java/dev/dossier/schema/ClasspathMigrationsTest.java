package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dossier.testkit.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClasspathMigrationsTest {
    private static final Map<String, String> FILES = Map.of(
            "001_create_a.sql", "CREATE TABLE a (x)",
            "001_create_a.undo.sql", "DROP TABLE a",
            "002_add-b.sqlite.sql", "CREATE TABLE b (x)",
            "002_add-b.postgresql.sql", "CREATE TABLE b (y)",
            "2026/later/003_add_c.sql", "CREATE TABLE c (x)",
            "notes.txt", "not SQL");

    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("R13 from a directory")
    void from_directory() throws IOException {
        write(directory.resolve("db/x"), FILES);

        assertThatTheyAreThere(in(directory));
    }

    @Test
    @DisplayName("R13 from a jar, whatever else is in it")
    void from_jar() throws IOException {
        assertThatTheyAreThere(in(jar("x.jar")));
    }

    @Test
    @DisplayName("R13 from a module that does not open its directory")
    void from_module() throws IOException {
        ModuleFinder finder = ModuleFinder.of(jar("some.module.jar"));
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("some.module"));
        ModuleLayer layer = ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, getClass().getClassLoader());

        assertThatTheyAreThere(
                ClasspathMigrations.in(layer.findModule("some.module").orElseThrow(), "db/x"));
        assertThatThrownBy(() -> ClasspathMigrations.in(String.class, "db/x").on("sqlite"))
                .hasMessageContaining("there are no migrations in 'db/x'");
    }

    @Test
    @DisplayName("R13 from beside a class, and with the system's class loader where a thread has none")
    void from_neighbour() {
        assertThat(ClasspathMigrations.in(getClass(), "db/dossier").on("sqlite"))
                .hasSize(1);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            assertThat(ClasspathMigrations.in("db/dossier").on("sqlite")).hasSize(1);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    @DisplayName("R11 a version that one kind of database has and another has not is named")
    void other_versions() throws IOException {
        write(
                directory.resolve("db/x"),
                Map.of("001_a.sql", "CREATE TABLE a (x TEXT)", "002_b.postgresql.sql", "SELECT 1"));
        Schema schema = Schema.named("x").migrations(in(directory)).build();

        assertThat(schema.expectedVersion()).isEqualTo("001");
        assertThatThrownBy(() -> schema.initialize(PostgresServer.shared().newDatabase()))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("the migrations for postgresql have the versions [001, 002] and not [001]");
    }

    @Test
    @DisplayName("R11 names that are not understood, undos of nothing and files that are not text are named")
    void refuses() throws IOException {
        write(directory.resolve("misnamed/db/x"), Map.of("create.sql", ""));
        write(directory.resolve("undo/db/x"), Map.of("001_a.sql", "", "002_b.undo.sql", ""));
        Path latin = Files.createDirectories(directory.resolve("latin/db/x"));
        Files.write(latin.resolve("001_a.sql"), "-- caf\u00e9".getBytes(ISO_8859_1));

        assertThatThrownBy(() -> in(directory.resolve("misnamed")).on("sqlite"))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("'create.sql' is not the name of a migration");
        assertThatThrownBy(() -> in(directory.resolve("undo")).on("sqlite"))
                .hasMessageContaining("an undo without a migration for version 002");
        assertThatThrownBy(() -> in(directory.resolve("latin")).on("sqlite")).hasMessageContaining("cannot be read");
    }

    @Test
    @DisplayName("R13 one file in two places is one file; two of one name, or of one version, are refused")
    void twice() throws IOException {
        write(directory.resolve("db/x"), Map.of("001_a.sql", "SELECT 1", "old/001_a.sql", "SELECT 1"));
        assertThat(in(directory).on("sqlite")).hasSize(1);
        write(directory.resolve("other/db/x"), Map.of("001_a.sql", "SELECT 1", "new/001_a.sql", "SELECT 2"));
        ClasspathMigrations other = in(directory.resolve("other"));
        assertThatThrownBy(() -> other.on("sqlite"))
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageContaining("two different files 001_a.sql");
        write(directory.resolve("same/db/x"), Map.of("001_a.sql", "SELECT 1", "new/001_b.sql", "SELECT 2"));
        ClasspathMigrations same = in(directory.resolve("same"));
        assertThatThrownBy(() -> Schema.named("x").migrations(same).build())
                .hasMessageContaining("two migrations have version 001");
    }

    private static void assertThatTheyAreThere(ClasspathMigrations migrations) {
        assertThat(migrations.on("sqlite"))
                .extracting(Migration::version, Migration::description, Migration::sql, Migration::undo)
                .containsExactly(
                        tuple("001", "create_a", "CREATE TABLE a (x)", Optional.of("DROP TABLE a")),
                        tuple("002", "add-b", "CREATE TABLE b (x)", Optional.empty()),
                        tuple("003", "add_c", "CREATE TABLE c (x)", Optional.empty()));
        assertThat(migrations.on("postgresql"))
                .element(1)
                .extracting(Migration::sql)
                .isEqualTo("CREATE TABLE b (y)");
    }

    private static ClasspathMigrations in(Path place) throws IOException {
        return ClasspathMigrations.in(
                new URLClassLoader(new URL[] {place.toUri().toURL()}, null), "db/x");
    }

    private static void write(Path place, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = place.resolve(file.getKey());
            Files.createDirectories(target.resolveSibling(""));
            Files.writeString(target, file.getValue());
        }
    }

    private Path jar(String name) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry("db/x/"));
            jar.putNextEntry(new JarEntry("db/x/2026/"));
            jar.putNextEntry(new JarEntry("db/xy/001_other.sql"));
            for (Map.Entry<String, String> entry : FILES.entrySet()) {
                jar.putNextEntry(new JarEntry("db/x/" + entry.getKey()));
                jar.write(entry.getValue().getBytes(ISO_8859_1));
            }
        }
        return file;
    }
}
