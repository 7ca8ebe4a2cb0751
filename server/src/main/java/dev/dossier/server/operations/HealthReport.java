package dev.dossier.server.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dossier.Health;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/health}.
 *
 * @param status {@code healthy}, {@code degraded} when requests are answered but something is amiss, {@code unhealthy}
 * @param timestamp when the database was looked at
 * @param components what the server is made of
 */
record HealthReport(String status, Instant timestamp, Components components) {
    /**
     * The parts of the server.
     *
     * @param storage {@code healthy}, {@code read_only}, or how many files are quarantined
     * @param backend {@code healthy}, or {@code draining} when the server is about to stop
     * @param scanner {@code unreachable} when files are held because clamd does not answer; null otherwise
     */
    record Components(
            Database database,
            String storage,
            String backend,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String scanner) {}

    /**
     * The database.
     *
     * @param conversationFiles {@code healthy}, {@code not_initialized}, or {@code error: } and what is wrong
     * @param schemaVersion the version, or {@code unknown}
     */
    record Database(String conversationFiles, String schemaVersion) {}

    /**
     * What the look showed.
     *
     * @param databaseName where the database is: that is nobody's concern outside, so the report does not say it
     */
    static HealthReport of(Health health, String databaseName, boolean draining, Instant now) {
        Database database = new Database(files(health, databaseName), health.schemaVersion());
        String storage = storage(health);
        String scanner = health.scannerProblem() == null ? null : "unreachable";
        boolean sound = storage.equals("healthy") && scanner == null && !draining;
        String status = switch (health.database()) {
            case HEALTHY -> sound ? "healthy" : "degraded";
            case NOT_INITIALIZED -> "degraded";
            case ERROR -> "unhealthy";
        };
        return new HealthReport(
                status, now, new Components(database, storage, draining ? "draining" : "healthy", scanner));
    }

    private static String files(Health health, String databaseName) {
        return switch (health.database()) {
            case HEALTHY -> "healthy";
            case NOT_INITIALIZED -> "not_initialized";
            case ERROR -> "error: " + problem(health).replace(databaseName, "the database");
        };
    }

    private static String problem(Health health) {
        String problem = health.problem();
        return problem == null ? "the database cannot be used" : problem;
    }

    private static String storage(Health health) {
        if (health.quarantinedFiles() > 0) {
            return "quarantined files: " + health.quarantinedFiles();
        }
        return health.readOnly() ? "read_only" : "healthy";
    }

    int httpStatus() {
        return status.equals("unhealthy") ? 503 : 200;
    }
}
