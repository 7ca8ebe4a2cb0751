package dev.dossier.cli.files;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A legal hold as the server tells of it.
 *
 * @param json what the server said
 */
record HoldFacts(JsonNode json) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    Map<String, Object> object() {
        return JSON.convertValue(json, OBJECT);
    }

    String text() {
        return "%s  %s  %s%s"
                .formatted(
                        json.path("hold_id").asString(""),
                        subject(),
                        json.path("reason").asString(""),
                        json.path("released_at").isString() ? "  (released)" : "");
    }

    private String subject() {
        for (String kind : new String[] {"file_id", "session_id", "person"}) {
            if (json.path(kind).isString()) {
                return kind.replace("_id", "") + " " + json.path(kind).asString();
            }
        }
        return "?";
    }
}
