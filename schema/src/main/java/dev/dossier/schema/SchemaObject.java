package dev.dossier.schema;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something that a schema consists of, by name. Ordered by kind, then name: the order in which they can be created.
 *
 * @param table the table or view that an index, trigger or column belongs to; the name itself for a table or view
 */
public record SchemaObject(Kind kind, String table, String name) implements Comparable<SchemaObject> {
    private static final Comparator<SchemaObject> ORDER = Comparator.comparing(SchemaObject::kind)
            .thenComparing(SchemaObject::table)
            .thenComparing(SchemaObject::name);

    /** The kinds of objects, in the order in which they can be created. */
    public enum Kind {
        TABLE("tables"),
        COLUMN("columns"),
        INDEX("indexes"),
        VIEW("views"),
        TRIGGER("triggers");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        /** The lower-case plural, such as {@code indexes}. */
        public String plural() {
            return plural;
        }
    }

    /** The name; a column's with its table, such as {@code files.size}. */
    public String qualifiedName() {
        return kind == Kind.COLUMN ? table + "." + name : name;
    }

    @Override
    public int compareTo(SchemaObject other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code index idx_files_session}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + qualifiedName();
    }
}
