package dev.dossier.server.api;

import dev.dossier.Dossier;
import dev.dossier.server.http.Routes;
import dev.dossier.server.http.UploadPace;

/** The routes of the own API. */
public final class OwnApi {
    private final FileRoutes files;
    private final ContentRoutes content;
    private final SessionRoutes sessions;
    private final StatisticsRoute statistics;
    private final RetentionRoutes retention;
    private final HoldRoutes holds;
    private final ErasureRoutes erasures;

    /** The API of that store. */
    public OwnApi(Dossier dossier, UploadPace pace, Transfers transfers) {
        Callers callers = new Callers(dossier);
        Uploads uploads = new Uploads(callers, dossier.config().largestFileBytes(), pace, transfers);
        this.files = new FileRoutes(callers, uploads, pace);
        this.content = new ContentRoutes(callers, uploads, transfers);
        this.sessions = new SessionRoutes(callers);
        this.statistics = new StatisticsRoute(callers, dossier);
        this.retention = new RetentionRoutes(callers, pace);
        this.holds = new HoldRoutes(callers, pace);
        this.erasures = new ErasureRoutes(callers, pace);
    }

    /** Adds them. */
    public void addTo(Routes routes) {
        routes.post("/api/sessions/{session}/files", files::upload)
                .get("/api/sessions/{session}/files", files::list)
                .get("/api/sessions", sessions::list)
                .get("/api/sessions/{session}", sessions::find)
                .delete("/api/sessions/{session}", sessions::end)
                .get("/api/files/{file}", files::find)
                .patch("/api/files/{file}", files::edit)
                .delete("/api/files/{file}", files::delete)
                .head("/api/files/{file}/content", content::head)
                .get("/api/files/{file}/content", content::get)
                .put("/api/files/{file}/content", content::put)
                .post("/api/files/{file}/restore", files::restore)
                .post("/api/files/{file}/copy", files::copy)
                .post("/api/files/{file}/move", files::move)
                .get("/api/files/{file}/preview", files::preview)
                .get("/api/files/{file}/access-log", files::accessLog)
                .get("/api/sessions/{session}/retention", retention::get)
                .put("/api/sessions/{session}/retention", retention::put)
                .post("/api/holds", holds::place)
                .get("/api/holds", holds::list)
                .post("/api/holds/{hold}/release", holds::release)
                .post("/api/erasures", erasures::erase)
                .get("/api/erasures/{erasure}", erasures::find)
                .get("/api/stats", statistics::get);
    }
}
