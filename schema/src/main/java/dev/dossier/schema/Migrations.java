package dev.dossier.schema;

import java.util.List;

/**
 * Where a schema's migrations come from.
 *
 * <p>{@link ClasspathMigrations} reads them from files; {@link #of} takes them as they are.
 */
@FunctionalInterface
public interface Migrations {
    /**
     * The migrations for one kind of database, in any order.
     *
     * @param database {@code sqlite} or {@code postgresql}
     * @throws SchemaException.Misconfigured when they cannot be read
     */
    List<Migration> on(String database);

    /** These migrations, whatever the database. */
    static Migrations of(List<Migration> migrations) {
        List<Migration> copy = List.copyOf(migrations);
        return database -> copy;
    }

    /** These migrations, whatever the database. */
    static Migrations of(Migration... migrations) {
        return of(List.of(migrations));
    }
}
