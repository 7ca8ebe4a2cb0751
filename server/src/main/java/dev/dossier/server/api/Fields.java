package dev.dossier.server.api;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.RequestBody;
import dev.dossier.server.http.UploadPace;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a JSON body. Fields that nobody knows are ignored; values of the wrong type are refused by name. */
final class Fields {
    static final int LIMIT_BYTES = 1 << 20;

    private final ObjectNode object;

    private Fields(ObjectNode object) {
        this.object = object;
    }

    /** The fields of the request's body; none where it is empty. */
    static Fields of(Context ctx, UploadPace pace) {
        return new Fields(Json.object(RequestBody.of(ctx, LIMIT_BYTES, pace)));
    }

    /** The metadata that a form or a query holds as text. */
    static Map<String, String> metadata(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        Map<String, String> notes = new LinkedHashMap<>();
        Json.object(text, "metadata").forEachEntry((key, value) -> notes.put(key, string("metadata", value)));
        return notes;
    }

    /** The text of that name; null where there is none. */
    @Nullable
    String text(String name) {
        JsonNode value = object.get(name);
        return value == null ? null : string(name, value);
    }

    /** The whole number of that name; null where there is none. */
    @Nullable
    Long number(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new InvalidValueException(name, "The field " + name + " must be a whole number.");
        }
        return value.longValue();
    }

    /** @throws MalformedException when there is none */
    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw new MalformedException("The field " + name + " is missing.");
        }
        return value;
    }

    /** The notes to change: null removes one. */
    Map<String, @Nullable String> notes() {
        Map<String, @Nullable String> notes = new LinkedHashMap<>();
        JsonNode value = object.get("metadata");
        if (value instanceof ObjectNode entries) {
            entries.forEachEntry((key, note) -> notes.put(key, note.isNull() ? null : string("metadata", note)));
        } else if (value != null) {
            throw new InvalidValueException("metadata", "The metadata must be an object of strings.");
        }
        return notes;
    }

    private static String string(String name, JsonNode value) {
        if (!value.isString()) {
            throw new InvalidValueException(
                    name,
                    name.equals("metadata")
                            ? "The values of the metadata must be strings."
                            : "The field " + name + " must be a string.");
        }
        return value.stringValue();
    }
}
