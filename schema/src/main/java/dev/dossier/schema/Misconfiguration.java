package dev.dossier.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the errors that are found before any database is touched. */
final class Misconfiguration {
    private Misconfiguration() {}

    static SchemaException.Misconfigured of(String problem, String nextStep) {
        return of(problem, nextStep, null);
    }

    static SchemaException.Misconfigured of(String problem, String nextStep, @Nullable Throwable cause) {
        return new SchemaException.Misconfigured(
                new SchemaException.Facts(
                        SchemaException.INITIALIZATION, "", Optional.empty(), Optional.empty(), problem, nextStep),
                cause);
    }
}
