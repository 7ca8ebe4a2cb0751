package dev.dossier.schema;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Migrations in a directory of the class path or of a module.
 *
 * <p>The directory holds files such as {@code 001_create_files.sql}, or {@code 001_create_files.sqlite.sql} and {@code
 * 001_create_files.postgresql.sql} where the databases must differ, with {@code .undo.sql} files beside them. Other files
 * are not allowed there, except ones that do not end in {@code .sql}. Immutable and thread-safe.
 */
public final class ClasspathMigrations implements Migrations {
    private final ResourceDirectory directory;

    private ClasspathMigrations(ResourceDirectory directory) {
        this.directory = directory;
    }

    /**
     * The migrations in a directory that the context class loader sees, or else the one of this library.
     *
     * @param directory such as {@code db/shop}, without a leading slash
     */
    public static ClasspathMigrations in(String directory) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return in(context == null ? ClassLoader.getSystemClassLoader() : context, directory);
    }

    /** The migrations in a directory that this class loader sees. */
    public static ClasspathMigrations in(ClassLoader loader, String directory) {
        return new ClasspathMigrations(new ResourceDirectory(directory, Optional.of(loader), Optional.empty()));
    }

    /** The migrations in a directory of the module or class path that this class comes from. */
    public static ClasspathMigrations in(Class<?> neighbour, String directory) {
        return neighbour.getModule().isNamed()
                ? in(neighbour.getModule(), directory)
                : in(neighbour.getClassLoader(), directory);
    }

    /** The migrations in a directory of this named module, which need not open it. */
    public static ClasspathMigrations in(Module module, String directory) {
        return new ClasspathMigrations(new ResourceDirectory(directory, Optional.empty(), Optional.of(module)));
    }

    /**
     * {@inheritDoc}
     *
     * @throws SchemaException.Misconfigured when the directory is absent, empty or unreadable, or a file is misnamed
     */
    @Override
    public List<Migration> on(String database) {
        Map<String, String> texts;
        try {
            texts = directory.texts(".sql");
        } catch (IOException | URISyntaxException e) {
            throw Misconfiguration.of(
                    "the migrations in '" + directory.path() + "' cannot be read: " + e,
                    "Check the directory and that every file is UTF-8 text",
                    e);
        }
        if (texts.isEmpty()) {
            throw Misconfiguration.of(
                    "there are no migrations in '" + directory.path() + "' on the class path",
                    "Check the name of the directory");
        }
        Map<String, MigrationFileName> steps = new TreeMap<>();
        Map<String, String> undos = new HashMap<>();
        texts.forEach((file, text) -> {
            MigrationFileName name = MigrationFileName.parse(file);
            if (name.isFor(database) && name.undo()) {
                undos.put(name.version(), text);
            } else if (name.isFor(database)) {
                steps.put(file, name);
            }
        });
        return migrations(steps, texts, undos);
    }

    private static List<Migration> migrations(
            Map<String, MigrationFileName> steps, Map<String, String> texts, Map<String, String> undos) {
        List<Migration> migrations = new ArrayList<>();
        steps.forEach((file, name) -> migrations.add(new Migration(
                name.version(),
                name.description(),
                texts.getOrDefault(file, ""),
                Optional.ofNullable(undos.remove(name.version())))));
        requireNone(undos.keySet());
        return migrations;
    }

    private static void requireNone(Collection<String> versionsWithoutStep) {
        if (!versionsWithoutStep.isEmpty()) {
            throw Misconfiguration.of(
                    "there is an undo without a migration for version " + String.join(", ", versionsWithoutStep),
                    "Give both files the same version");
        }
    }
}
