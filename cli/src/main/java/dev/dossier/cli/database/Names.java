package dev.dossier.cli.database;

import dev.dossier.schema.SchemaObject;
import java.util.List;

/** Objects of a schema, by name. */
final class Names {
    private Names() {}

    static List<String> of(List<SchemaObject> objects) {
        return objects.stream().map(SchemaObject::toString).toList();
    }
}
