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
import org.jspecify.annotations.Nullable;

/**
 * Migrations in a directory of the class path or of a module.
 *
 * <p>The directory holds files such as {@code 001_create_files.sql}, or {@code 001_create_files.sqlite.sql} and {@code
 * 001_create_files.postgresql.sql} where the databases must differ, also in place of the general one, with {@code .undo.sql} files beside them; or files with
 * Flyway's names, {@code V1__create_files.sql} and {@code U1__create_files.sql}, whose versions may have gaps. Other files
 * are not allowed there, except ones that do not end in {@code .sql}. Directories below it are read too, as if all files lay
 * in one. They are read once. Thread-safe.
 */
public final class ClasspathMigrations implements Migrations {
    private final ResourceDirectory directory;
    private volatile @Nullable Map<String, String> texts;

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
        Map<String, MigrationFileName> steps = new TreeMap<>();
        Map<String, String> undos = new HashMap<>();
        texts().forEach((file, text) -> {
            MigrationFileName name = MigrationFileName.parse(file);
            if (name.isFor(database) && (name.database().isPresent() || !hasOwn(name, database))) {
                if (name.undo()) {
                    undos.put(name.version(), text);
                } else {
                    steps.put(file, name);
                }
            }
        });
        return migrations(steps, texts(), undos);
    }

    /** Whether a database of this kind has a file of its own in place of one for all. */
    private boolean hasOwn(MigrationFileName general, String database) {
        return texts().containsKey(general.forOnly(database));
    }

    /** Whether all names are of the first style. */
    @Override
    public boolean areConsecutive() {
        return texts().keySet().stream()
                .allMatch(file -> MigrationFileName.parse(file).numbered());
    }

    private Map<String, String> texts() {
        Map<String, String> known = texts;
        if (known == null) {
            known = read();
            texts = known;
        }
        return known;
    }

    private Map<String, String> read() {
        Map<String, String> read;
        try {
            read = directory.texts(".sql");
        } catch (IOException | URISyntaxException e) {
            throw Misconfiguration.of(
                    "the migrations in '" + directory.path() + "' cannot be read: " + e,
                    "Check the directory and that every file is UTF-8 text",
                    e);
        }
        if (read.isEmpty()) {
            throw Misconfiguration.of(
                    "there are no migrations in '" + directory.path() + "' on the class path",
                    "Check the name of the directory");
        }
        return read;
    }

    private static List<Migration> migrations(
            Map<String, MigrationFileName> steps, Map<String, String> texts, Map<String, String> undos) {
        List<Migration> migrations = new ArrayList<>();
        steps.forEach((file, name) -> {
            Migration migration = Migration.of(name.version(), name.description(), texts.getOrDefault(file, ""));
            String undo = undos.remove(name.version());
            migrations.add(undo == null ? migration : migration.undoneBy(undo));
        });
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
