package dev.dossier.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects that a database really has, without the history table. */
record Catalog(Map<Key, Entry> entries) {

    /** Identifies an object within its catalog; the name is in lower case. */
    record Key(SchemaObject.Kind kind, String name) {
        static Key of(SchemaObject object) {
            return new Key(object.kind(), object.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * One object.
     *
     * @param sql the statement that creates it
     * @param columns of a table: what is declared for each column, by its name in lower case
     * @param constraints of a table: its foreign keys, unique keys and checks
     */
    record Entry(SchemaObject object, String sql, Map<String, String> columns, Set<String> constraints) {
        Entry {
            columns = Map.copyOf(columns);
            constraints = Set.copyOf(constraints);
        }

        String normalSql() {
            return SqlText.normalize(sql);
        }
    }

    static Catalog of(Collection<Entry> entries) {
        Map<Key, Entry> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(Key.of(entry.object()), entry));
        return new Catalog(byKey);
    }

    Optional<Entry> find(Key key) {
        return Optional.ofNullable(entries.get(key));
    }

    boolean contains(Key key) {
        return entries.containsKey(key);
    }

    /** Whether another kind of object has taken the name. */
    boolean hasOther(Key key) {
        return entries.keySet().stream()
                .anyMatch(k -> k.name().equals(key.name())
                        && k.kind() != key.kind()
                        && k.kind() != SchemaObject.Kind.TRIGGER
                        && key.kind() != SchemaObject.Kind.TRIGGER);
    }
}
