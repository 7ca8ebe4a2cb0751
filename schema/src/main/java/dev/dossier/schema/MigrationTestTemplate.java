package dev.dossier.schema;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The test of a new migration, for JUnit.
 *
 * @param before the version that the rows of the test are of
 * @param directory where the migrations are
 * @param tests where the test goes
 */
record MigrationTestTemplate(String before, String version, String name, Path directory, Path tests) {
    private static final Pattern RESOURCES = Pattern.compile(".*/resources/(.+)");
    private static final Pattern SOURCES = Pattern.compile(".*/java/(.+)");

    Path file() {
        return tests.resolve(className() + ".java");
    }

    private String className() {
        return "Migration" + version + "Test";
    }

    String text() {
        return """
                %simport static org.junit.jupiter.api.Assertions.assertTrue;

                import dev.dossier.schema.ClasspathMigrations;
                import dev.dossier.schema.Schema;
                import dev.dossier.schema.SqliteFile;
                import java.nio.file.Path;
                import org.junit.jupiter.api.Test;
                import org.junit.jupiter.api.io.TempDir;

                class %s {
                    private final Schema schema =
                            Schema.named("test").migrations(ClasspathMigrations.in("%s")).build();

                    @TempDir
                    Path directory = Path.of("");

                    @Test
                    void applies_%s() {
                        SqliteFile database = SqliteFile.at(directory.resolve("test.db"));
                %s        // Write rows of that version here, as real as you can.

                        schema.upTo("%s").initialize(database);

                        // Say here what must have become of them.
                        assertTrue(schema.upTo("%s").verify(database).ok());
                    }
                }
                """.formatted(
                        inside(tests, SOURCES).isEmpty()
                                ? ""
                                : "package " + inside(tests, SOURCES).replace('/', '.') + ";\n\n",
                        className(),
                        inside(directory, RESOURCES).isEmpty() ? "db" : inside(directory, RESOURCES),
                        name,
                        new Version(before).sameAs(new Version("0"))
                                ? ""
                                : "        schema.upTo(\"" + before + "\").initialize(database);\n",
                        version,
                        version);
    }

    private static String inside(Path path, Pattern root) {
        Matcher inside = root.matcher(path.toAbsolutePath().toString().replace('\\', '/'));
        return inside.matches() ? inside.group(1) : "";
    }
}
