package dev.dossier.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a catalog differs from the expected one.
 *
 * @param missing objects that can be created again
 * @param missingColumns columns that tables lack
 * @param missingConstraints constraints that tables lack, which does not stop a program
 * @param unusable columns that are declared otherwise, and names that another kind of object has taken
 * @param changed objects that differ in a way that does not stop a program
 * @param unexpected objects and columns that are not known to the schema
 */
record CatalogDifference(
        List<Catalog.Entry> missing,
        List<SchemaObject> missingColumns,
        List<SchemaObject> missingConstraints,
        List<SchemaObject> unusable,
        List<SchemaObject> changed,
        List<SchemaObject> unexpected) {

    static final CatalogDifference NONE = onlyUnexpected(List.of());

    static CatalogDifference onlyUnexpected(List<SchemaObject> unexpected) {
        return new CatalogDifference(List.of(), List.of(), List.of(), List.of(), List.of(), unexpected);
    }

    /**
     * Compares two catalogs.
     *
     * @param byNameOnly objects that another system created, compared by name and, for tables, names of columns
     */
    static CatalogDifference between(Catalog expected, Catalog actual, Set<Catalog.Key> byNameOnly) {
        CatalogDifference difference = new CatalogDifference(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        expected.entries()
                .forEach((key, wanted) -> actual.find(key)
                        .ifPresentOrElse(
                                found -> difference.compare(wanted, found, byNameOnly.contains(key)),
                                () -> difference.absent(wanted, actual.hasOther(key))));
        actual.entries().forEach((key, found) -> {
            if (!expected.contains(key)) {
                difference.unexpected.add(found.object());
            }
        });
        difference.sort();
        return difference;
    }

    /** The same without what is missing and is not wanted any more in a later version. */
    CatalogDifference onTheWayTo(Catalog later) {
        return new CatalogDifference(
                missing.stream().filter(entry -> later.contains(entry.key())).toList(),
                missingColumns,
                missingConstraints,
                unusable,
                changed,
                unexpected);
    }

    /** What cannot be repaired without touching data. */
    List<SchemaObject> broken() {
        return Stream.concat(missingColumns.stream(), unusable.stream()).toList();
    }

    /** What differs and does not stop a program. */
    List<SchemaObject> harmless() {
        return Stream.concat(missingConstraints.stream(), changed.stream())
                .sorted()
                .toList();
    }

    /** What differs and stops nobody: objects that are changed, and objects that are too many. */
    List<SchemaObject> tolerated() {
        return Stream.concat(harmless().stream(), unexpected.stream()).sorted().toList();
    }

    boolean isHealthy() {
        return missing.isEmpty() && missingColumns.isEmpty() && unusable.isEmpty();
    }

    private void absent(Catalog.Entry wanted, boolean nameIsTaken) {
        if (nameIsTaken) {
            unusable.add(wanted.object());
        } else {
            missing.add(wanted);
        }
    }

    private void compare(Catalog.Entry wanted, Catalog.Entry found, boolean byNameOnly) {
        if (wanted.object().kind() == SchemaObject.Kind.TABLE) {
            compareColumns(wanted, found, byNameOnly);
        }
        if (!byNameOnly) {
            compareConstraints(wanted, found);
            if (!wanted.definition().equals(found.definition())) {
                changed.add(wanted.object());
            }
        }
    }

    private void compareConstraints(Catalog.Entry wanted, Catalog.Entry found) {
        wanted.constraints().forEach((name, declaration) -> {
            String other = found.constraints().get(name);
            if (other == null) {
                missingConstraints.add(constraint(wanted, name));
            } else if (!other.equals(declaration)) {
                changed.add(constraint(wanted, name));
            }
        });
        found.constraints().keySet().stream()
                .filter(name -> !wanted.constraints().containsKey(name))
                .forEach(name -> unexpected.add(constraint(wanted, name)));
    }

    private static SchemaObject constraint(Catalog.Entry table, String name) {
        return new SchemaObject(SchemaObject.Kind.CONSTRAINT, table.object().name(), name);
    }

    private void compareColumns(Catalog.Entry wanted, Catalog.Entry found, boolean byNameOnly) {
        Map<String, String> columns = found.columns();
        wanted.columns().forEach((name, declaration) -> {
            if (!columns.containsKey(name)) {
                missingColumns.add(column(wanted, name));
            } else if (!byNameOnly && !declaration.equals(columns.get(name))) {
                unusable.add(column(wanted, name));
            }
        });
        columns.keySet().stream()
                .filter(name -> !wanted.columns().containsKey(name))
                .forEach(name -> unexpected.add(column(wanted, name)));
    }

    private static SchemaObject column(Catalog.Entry table, String name) {
        return new SchemaObject(SchemaObject.Kind.COLUMN, table.object().name(), name);
    }

    private void sort() {
        missing.sort(Comparator.comparing(Catalog.Entry::object));
        Stream.of(missingColumns, missingConstraints, unusable, changed, unexpected)
                .forEach(Collections::sort);
    }
}
