package dev.dossier.server.api;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.files.AssociationType;
import dev.dossier.files.SessionRetention;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.RequestBody;
import dev.dossier.server.http.UploadPace;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How long the files of a session are kept, by kind. */
final class RetentionRoutes {
    private static final String FIELD = "keep_seconds";

    private final Callers callers;
    private final UploadPace pace;

    RetentionRoutes(Callers callers, UploadPace pace) {
        this.callers = callers;
        this.pace = pace;
    }

    void get(Context ctx) {
        Json.answer(ctx, 200, Body.of(callers.files(ctx).retention().of(Callers.session(ctx))));
    }

    void put(Context ctx) {
        SessionRetention wanted = retention(Json.object(RequestBody.of(ctx, Fields.LIMIT_BYTES, pace)));
        Json.answer(ctx, 200, Body.of(callers.files(ctx).retention().set(Callers.session(ctx), wanted)));
    }

    private static SessionRetention retention(ObjectNode body) {
        if (!(body.get(FIELD) instanceof ObjectNode times)) {
            throw new MalformedException("The field " + FIELD + " is missing: an object of seconds by kind.");
        }
        SessionRetention retention = SessionRetention.USUAL;
        for (Map.Entry<String, JsonNode> time : times.properties()) {
            AssociationType kind = AssociationType.parse(time.getKey());
            JsonNode value = time.getValue();
            if (value.isNull()) {
                retention = retention.keeping(kind);
            } else if (value.isIntegralNumber() && value.canConvertToInt()) {
                retention = retention.with(kind, Duration.ofSeconds(value.intValue()));
            } else {
                throw new InvalidValueException(
                        FIELD, "Give whole seconds, at most " + Integer.MAX_VALUE + ", or null for ever.");
            }
        }
        return retention;
    }

    private record Body(Map<String, @Nullable Long> keepSeconds) {
        @SuppressWarnings("NullAway") // a record's class file does not say that its values may be null
        static Body of(SessionRetention retention) {
            Map<String, @Nullable Long> seconds = new TreeMap<>();
            retention
                    .rules()
                    .forEach((kind, time) -> seconds.put(
                            kind.toString(), time.map(Duration::toSeconds).orElse(null)));
            return new Body(seconds);
        }
    }
}
