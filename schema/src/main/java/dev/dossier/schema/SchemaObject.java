package dev.dossier.schema;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something that a schema consists of, by name. Ordered by kind, then name: the order in which they can be created.
 *
 * @param table the table or view that a column, constraint, index or trigger belongs to; the name itself for all others
 */
public record SchemaObject(Kind kind, String table, String name) implements Comparable<SchemaObject> {
    private static final Comparator<SchemaObject> ORDER = Comparator.comparing(SchemaObject::kind)
            .thenComparing(SchemaObject::table)
            .thenComparing(SchemaObject::name);

    /** The kinds of objects, in the order in which they can be created. */
    public enum Kind {
        TYPE("types"),
        SEQUENCE("sequences"),
        TABLE("tables"),
        COLUMN("columns"),
        CONSTRAINT("constraints"),
        INDEX("indexes"),
        FUNCTION("functions"),
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

    /** The name; that of a column or constraint with its table, such as {@code files.size}. */
    public String qualifiedName() {
        return kind == Kind.COLUMN || kind == Kind.CONSTRAINT ? table + "." + name : name;
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
