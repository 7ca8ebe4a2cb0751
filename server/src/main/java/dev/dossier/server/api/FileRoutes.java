package dev.dossier.server.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.Edited;
import dev.dossier.files.FileEdit;
import dev.dossier.files.FileId;
import dev.dossier.files.FileListing;
import dev.dossier.files.FileName;
import dev.dossier.files.FileQuery;
import dev.dossier.files.Preview;
import dev.dossier.files.StoredFile;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.Query;
import dev.dossier.server.http.UploadPace;
import dev.dossier.server.previews.Thumbnails;
import dev.dossier.sessions.PageLimit;
import dev.dossier.sessions.SessionId;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Files, but for their content. */
final class FileRoutes {
    private static final int LOG_LIMIT = 100;

    private final Callers callers;
    private final Uploads uploads;
    private final UploadPace pace;
    private final Thumbnails thumbnails;

    FileRoutes(Callers callers, Uploads uploads, UploadPace pace, Thumbnails thumbnails) {
        this.callers = callers;
        this.uploads = uploads;
        this.pace = pace;
        this.thumbnails = thumbnails;
    }

    void upload(Context ctx) throws IOException {
        List<StoredFile> stored = uploads.store(ctx, Callers.session(ctx));
        if (stored.size() == 1) {
            ctx.header("Location", "/api/files/" + stored.getFirst().id());
        }
        Json.answer(ctx, 201, new FilesBody(stored.stream().map(FileBody::of).toList()));
    }

    void list(Context ctx) {
        FileQuery query = new FileQuery(
                Callers.session(ctx),
                Query.text(ctx, "q"),
                Query.flag(ctx, "include_deleted"),
                FileQuery.Sort.parse(Query.text(ctx, "sort", "date")),
                FileQuery.Order.parse(Query.text(ctx, "order", "desc")),
                Query.number(ctx, "limit", PageLimit.DEFAULT),
                Query.text(ctx, "cursor"));
        FileListing page = callers.files(ctx).list(query);
        List<FileBody> files = page.files().stream().map(FileBody::of).toList();
        Json.answer(ctx, 200, new PageBody(files, page.nextCursor(), page.totalFiles(), page.totalSizeBytes()));
    }

    void find(Context ctx) {
        answer(ctx, 200, callers.files(ctx).find(Callers.file(ctx)));
    }

    void edit(Context ctx) {
        FileId id = Callers.file(ctx);
        Fields fields = Fields.of(ctx, pace);
        Edited edited = callers.files(ctx).edit(id, edit(fields));
        Json.answer(
                ctx,
                200,
                new EditedBody(FileBody.of(edited.file()), edited.previousName().value()));
    }

    void delete(Context ctx) {
        FileId id = Callers.file(ctx);
        boolean permanent = Query.flag(ctx, "permanent");
        ConversationFileManager files = callers.files(ctx);
        if (permanent) {
            files.purge(id);
        } else {
            files.delete(id);
        }
        ctx.status(204);
    }

    void restore(Context ctx) {
        answer(ctx, 200, callers.files(ctx).restore(Callers.file(ctx)));
    }

    void copy(Context ctx) {
        FileId id = Callers.file(ctx);
        Fields fields = Fields.of(ctx, pace);
        String session = fields.text("session_id");
        StoredFile copy = callers.files(ctx).copy(id, session == null ? null : SessionId.of(session), name(fields));
        ctx.header("Location", "/api/files/" + copy.id());
        answer(ctx, 201, copy);
    }

    void move(Context ctx) {
        FileId id = Callers.file(ctx);
        SessionId session = SessionId.of(Fields.of(ctx, pace).required("session_id"));
        answer(ctx, 200, callers.files(ctx).move(id, session));
    }

    void preview(Context ctx) {
        Preview preview = callers.files(ctx).preview(Callers.file(ctx));
        String kind = preview.kind().name().toLowerCase(Locale.ROOT);
        StoredFile file = preview.file();
        boolean pictured = thumbnails
                .refusal(file.mimeType(), file.sizeBytes(), file.sha256())
                .isEmpty();
        String thumbnail = pictured ? "/api/files/" + file.id() + "/thumbnail" : null;
        Json.answer(ctx, 200, new PreviewBody(kind, preview.text(), preview.truncated(), thumbnail, FileBody.of(file)));
    }

    void accessLog(Context ctx) {
        int limit = Query.number(ctx, "limit", LOG_LIMIT);
        Json.answer(
                ctx,
                200,
                new LogBody(callers.files(ctx).accessLog(Callers.file(ctx), limit).stream()
                        .map(EntryBody::of)
                        .toList()));
    }

    @SuppressWarnings("NullAway") // a record's class file does not say that its values may be null
    private static FileEdit edit(Fields fields) {
        return new FileEdit(name(fields), fields.notes());
    }

    private static @Nullable FileName name(Fields fields) {
        String name = fields.text("original_filename");
        return name == null ? null : FileName.of(name);
    }

    private static void answer(Context ctx, int status, StoredFile file) {
        Json.answer(ctx, status, FileBody.of(file));
    }

    private record FilesBody(List<FileBody> files) {}

    private record PageBody(List<FileBody> files, @Nullable String nextCursor, long totalFiles, long totalSize) {}

    private record EditedBody(@JsonUnwrapped FileBody file, String previousFilename) {}

    private record PreviewBody(
            String kind,
            @Nullable String text,
            boolean truncated,
            @Nullable String thumbnailUrl,
            FileBody file) {}

    private record LogBody(List<EntryBody> entries) {}
}
