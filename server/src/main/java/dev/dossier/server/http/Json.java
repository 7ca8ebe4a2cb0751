package dev.dossier.server.http;

import dev.dossier.errors.MalformedException;
import io.javalin.http.Context;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the API speaks it: snake case, times in RFC 3339, one strict object a body. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** The value as UTF-8. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Answers with the value. */
    public static void answer(Context ctx, int status, Object value) {
        ctx.status(status).contentType("application/json").result(bytes(value));
    }

    /**
     * The object that the text holds.
     *
     * @param what what the text is, as in "metadata"
     * @throws MalformedException when it holds anything else
     */
    public static ObjectNode object(String text, String what) {
        try {
            return object(MAPPER.readTree(text), what);
        } catch (JacksonException e) {
            throw notAnObject(what, e);
        }
    }

    /**
     * The object that the stream holds; an empty object where there are no bytes at all.
     *
     * @throws MalformedException when it holds anything else
     */
    public static ObjectNode object(InputStream body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node.isMissingNode() ? MAPPER.createObjectNode() : object(node, "body");
        } catch (JacksonException e) {
            throw notAnObject("body", e);
        }
    }

    private static ObjectNode object(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedException("The " + what + " must be a JSON object.");
    }

    private static MalformedException notAnObject(String what, JacksonException e) {
        return new MalformedException("The " + what + " must be a JSON object, and it is not valid JSON.", e);
    }
}
