package dev.dossier.cli.database;

import dev.dossier.schema.Verification;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a verification found, for programs. */
final class FindingsObject {
    private FindingsObject() {}

    static Map<String, Object> of(Verification verification) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", verification.ok());
        object.put("missing", Names.of(verification.missing()));
        object.put("changed", Names.of(verification.changed()));
        object.put("unexpected", Names.of(verification.unexpected()));
        object.put("message", verification.message());
        return object;
    }
}
