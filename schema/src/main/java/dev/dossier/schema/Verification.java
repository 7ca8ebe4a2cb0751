package dev.dossier.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a database compares with what its schema says.
 *
 * @param version the recorded version; {@code unknown} where there is none
 * @param missing objects that must be there and are not
 * @param changed objects that are there and are not as they must be
 * @param unexpected objects that the schema does not know; harmless
 */
public record Verification(
        String database,
        String version,
        List<SchemaObject> missing,
        List<SchemaObject> changed,
        List<SchemaObject> unexpected) {
    public Verification {
        missing = List.copyOf(missing);
        changed = List.copyOf(changed);
        unexpected = List.copyOf(unexpected);
    }

    /** Whether nothing is missing and nothing is changed. */
    public boolean ok() {
        return missing.isEmpty() && changed.isEmpty();
    }

    /** Every finding by name, such as {@code Required tables missing: a, b; Unexpected indexes: c}. */
    public String message() {
        List<String> parts = new ArrayList<>();
        describe(parts, "Required ", " missing: ", missing);
        describe(parts, "Changed ", ": ", changed);
        describe(parts, "Unexpected ", ": ", unexpected);
        return parts.isEmpty()
                ? "Every object of version " + version + " is as it should be"
                : String.join("; ", parts);
    }

    private static void describe(List<String> parts, String before, String after, List<SchemaObject> objects) {
        for (SchemaObject.Kind kind : SchemaObject.Kind.values()) {
            String names = objects.stream()
                    .filter(o -> o.kind() == kind)
                    .map(SchemaObject::qualifiedName)
                    .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                parts.add(before + kind.plural() + after + names);
            }
        }
    }
}
