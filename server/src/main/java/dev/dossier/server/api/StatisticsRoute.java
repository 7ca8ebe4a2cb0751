package dev.dossier.server.api;

import dev.dossier.Dossier;
import dev.dossier.files.StorageStatistics;
import dev.dossier.server.http.Json;
import io.javalin.http.Context;

/** Sums over everything stored. */
final class StatisticsRoute {
    private final Callers callers;
    private final Dossier dossier;

    StatisticsRoute(Callers callers, Dossier dossier) {
        this.callers = callers;
        this.dossier = dossier;
    }

    void get(Context ctx) {
        StorageStatistics sums = callers.files(ctx).statistics();
        Json.answer(
                ctx,
                200,
                new Body(
                        sums.totalFiles(),
                        sums.totalSizeBytes(),
                        sums.totalSessions(),
                        sums.deletedFiles(),
                        sums.deletedSizeBytes(),
                        sums.storedSizeBytes(),
                        sums.quarantinedFiles(),
                        dossier.schemaVersion(),
                        dossier.config().node()));
    }

    private record Body(
            long totalFiles,
            long totalSizeBytes,
            long totalSessions,
            long deletedFiles,
            long deletedSizeBytes,
            long storedSizeBytes,
            long quarantinedFiles,
            String schemaVersion,
            String node) {}
}
