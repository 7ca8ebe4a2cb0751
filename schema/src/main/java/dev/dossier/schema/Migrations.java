package dev.dossier.schema;

import java.util.List;
import java.util.stream.Stream;

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

    /** Whether the versions must follow each other without a gap, which finds a file that was forgotten. */
    default boolean areConsecutive() {
        return true;
    }

    /** These migrations and more, such as programs beside files. */
    default Migrations and(Migration... more) {
        Migrations first = this;
        return new Migrations() {
            @Override
            public List<Migration> on(String database) {
                return Stream.concat(first.on(database).stream(), Stream.of(more))
                        .toList();
            }

            @Override
            public boolean areConsecutive() {
                return first.areConsecutive();
            }
        };
    }

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
