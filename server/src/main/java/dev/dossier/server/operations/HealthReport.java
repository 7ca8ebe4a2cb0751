package dev.dossier.server.operations;

import dev.dossier.Health;
import java.time.Instant;

/**
 * The answer of {@code GET /api/health}.
 *
 * @param status {@code healthy}, {@code degraded} when requests are answered but something is amiss, {@code unhealthy}
 * @param timestamp when the database was looked at
 * @param components what the server is made of
 */
record HealthReport(String status, Instant timestamp, Components components) {
    /** The parts of the server. */
    record Components(Database database, String backend) {}

    /**
     * The database.
     *
     * @param conversationFiles {@code healthy}, {@code not_initialized}, or {@code error: } and what is wrong
     * @param schemaVersion the version, or {@code unknown}
     */
    record Database(String conversationFiles, String schemaVersion) {}

    static HealthReport of(Health health, boolean draining, Instant now) {
        String status = switch (health.conversationFiles()) {
            case HEALTHY -> draining ? "degraded" : "healthy";
            case NOT_INITIALIZED -> "degraded";
            case ERROR -> "unhealthy";
        };
        String files = switch (health.conversationFiles()) {
            case HEALTHY -> "healthy";
            case NOT_INITIALIZED -> "not_initialized";
            case ERROR -> "error: " + health.error().orElse("the database cannot be used");
        };
        Database database = new Database(files, health.schemaVersion());
        return new HealthReport(status, now, new Components(database, draining ? "draining" : "healthy"));
    }

    int httpStatus() {
        return status.equals("unhealthy") ? 503 : 200;
    }
}
