package dev.dossier.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects that a database really has, without the history table. */
record Catalog(Map<Key, Entry> entries) {
    private static final Set<SchemaObject.Kind> NAMED_TOGETHER = Set.of(
            SchemaObject.Kind.TABLE, SchemaObject.Kind.INDEX, SchemaObject.Kind.VIEW, SchemaObject.Kind.SEQUENCE);

    /** Identifies an object within its catalog. */
    record Key(SchemaObject.Kind kind, String name) {}

    /**
     * One object.
     *
     * @param key its name as the database compares names
     * @param sql the statement that creates it; empty where it cannot be created alone
     * @param definition what is compared: equal definitions mean the same
     * @param columns of a table: what is declared for each column, by its name
     * @param constraints of a table: what its foreign keys, unique keys and checks say, by their names
     */
    record Entry(
            Key key,
            SchemaObject object,
            String sql,
            String definition,
            Map<String, String> columns,
            Map<String, String> constraints) {
        Entry {
            columns = Map.copyOf(columns);
            constraints = Map.copyOf(constraints);
        }
    }

    static Catalog of(Collection<Entry> entries) {
        Map<Key, Entry> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(entry.key(), entry));
        return new Catalog(byKey);
    }

    /** The objects that the other one has not, or has otherwise. */
    List<Entry> without(Catalog other) {
        return entries.values().stream()
                .filter(entry -> other.find(entry.key()).filter(entry::equals).isEmpty())
                .toList();
    }

    Optional<Entry> find(Key key) {
        return Optional.ofNullable(entries.get(key));
    }

    boolean contains(Key key) {
        return entries.containsKey(key);
    }

    /** Whether another kind of object has taken the name of a table, index or view. */
    boolean hasOther(Key key) {
        return NAMED_TOGETHER.contains(key.kind())
                && NAMED_TOGETHER.stream()
                        .filter(kind -> kind != key.kind())
                        .anyMatch(kind -> contains(new Key(kind, key.name())));
    }
}
