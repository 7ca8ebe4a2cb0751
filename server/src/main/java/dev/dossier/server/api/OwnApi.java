package dev.dossier.server.api;

import dev.dossier.Dossier;
import dev.dossier.server.authentication.FailedAttempts;
import dev.dossier.server.http.Routes;
import dev.dossier.server.http.UploadPace;
import dev.dossier.server.links.FileLinks;
import dev.dossier.server.previews.Thumbnails;

/** The routes of the own API. */
public final class OwnApi {
    private final FileRoutes files;
    private final ContentRoutes content;
    private final SessionRoutes sessions;
    private final ShareRoutes shares;
    private final LinkRoutes links;
    private final StatisticsRoute statistics;
    private final RetentionRoutes retention;
    private final HoldRoutes holds;
    private final ErasureRoutes erasures;
    private final ThumbnailRoutes thumbnails;

    /**
     * The API of that store.
     *
     * @param failures where it is noted that a link was no good
     */
    public OwnApi(
            Dossier dossier,
            UploadPace pace,
            Transfers transfers,
            FailedAttempts failures,
            FileLinks signed,
            Thumbnails pictures) {
        Callers callers = new Callers(dossier);
        Uploads uploads = new Uploads(callers, dossier.config().largestFileBytes(), pace, transfers);
        this.files = new FileRoutes(callers, uploads, pace, pictures);
        this.content = new ContentRoutes(callers, uploads, transfers);
        this.sessions = new SessionRoutes(callers);
        this.shares = new ShareRoutes(callers, pace);
        this.links = new LinkRoutes(callers, content, signed, dossier.keys(), failures, pace);
        this.statistics = new StatisticsRoute(callers, dossier);
        this.retention = new RetentionRoutes(callers, pace);
        this.holds = new HoldRoutes(callers, pace);
        this.erasures = new ErasureRoutes(callers, pace);
        this.thumbnails = new ThumbnailRoutes(callers, pictures);
    }

    /** Adds them. */
    public void addTo(Routes routes) {
        routes.post("/api/sessions/{session}/files", files::upload)
                .get("/api/sessions/{session}/files", files::list)
                .get("/api/sessions", sessions::list)
                .get("/api/sessions/{session}", sessions::find)
                .delete("/api/sessions/{session}", sessions::end)
                .get("/api/sessions/{session}/shares", shares::list)
                .get("/api/sessions/{session}/shares/{person}", shares::find)
                .put("/api/sessions/{session}/shares/{person}", shares::put)
                .delete("/api/sessions/{session}/shares/{person}", shares::delete)
                .get("/api/files/{file}", files::find)
                .patch("/api/files/{file}", files::edit)
                .delete("/api/files/{file}", files::delete)
                .head("/api/files/{file}/content", content::head)
                .get("/api/files/{file}/content", content::get)
                .put("/api/files/{file}/content", content::put)
                .post("/api/files/{file}/restore", files::restore)
                .post("/api/files/{file}/copy", files::copy)
                .post("/api/files/{file}/move", files::move)
                .post("/api/files/{file}/link", links::create)
                .headOpenly("/api/links/{link}", links::head)
                .getOpenly("/api/links/{link}", links::get)
                .get("/api/files/{file}/preview", files::preview)
                .get("/api/files/{file}/thumbnail", thumbnails::get)
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
