package dev.dossier.server.api;

import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileContent;
import dev.dossier.files.StoredFile;
import dev.dossier.server.http.ContentDisposition;
import dev.dossier.server.http.EntityTags;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import dev.dossier.server.previews.Rendered;
import dev.dossier.server.previews.Thumbnails;
import dev.dossier.server.rendering.NoThumbnail;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Small pictures of files. One is a look at the file: who may read it may see it, and it is logged as a view. A client that
 * shows its entity tag gets no picture, and none is made.
 */
final class ThumbnailRoutes {
    private static final Map<String, String> LATER = Map.of("Retry-After", "5");

    private final Callers callers;
    private final Thumbnails thumbnails;

    ThumbnailRoutes(Callers callers, Thumbnails thumbnails) {
        this.callers = callers;
        this.thumbnails = thumbnails;
    }

    void get(Context ctx) throws IOException {
        ConversationFileManager files = callers.files(ctx);
        StoredFile file = files.findReadable(Callers.file(ctx));
        thumbnails.refusal(file.mimeType(), file.sizeBytes(), file.sha256()).ifPresent(ThumbnailRoutes::refuse);
        if (EntityTags.noneMatchNames(ctx.header("If-None-Match"), tag(file))) {
            describe(ctx, file);
            ctx.status(304);
            return;
        }
        Rendered rendered = thumbnails.render(file.mimeType(), file.sizeBytes(), file.sha256(), reader -> {
            try (FileContent content = files.view(file.id())) {
                if (!content.file().sha256().equals(file.sha256())) {
                    return new Rendered.NotNow("The content of the file was replaced at this moment.");
                }
                content.transferTo(OutputStream.nullOutputStream()); // so that nobody draws or judges damaged bytes
                return reader.read(content.stream());
            }
        });
        switch (rendered) {
            case Rendered.Picture picture -> send(ctx, file, picture);
            case Rendered.None none -> refuse(none.reason());
            case Rendered.NotNow notNow ->
                throw new RequestException(
                        new Problem(503, "no_thumbnail_now", notNow.detail() + " Ask again later.", null, LATER));
        }
    }

    private static void refuse(NoThumbnail reason) {
        throw new RequestException(Problem.of(415, "no_thumbnail", reason.detail()));
    }

    private static void send(Context ctx, StoredFile file, Rendered.Picture picture) throws IOException {
        describe(ctx, file);
        ctx.contentType(picture.mimeType());
        String ending = picture.mimeType().equals("image/png") ? ".png" : ".jpg";
        ctx.header(
                "Content-Disposition", ContentDisposition.of(true, file.name().value() + ending));
        ctx.res().setContentLengthLong(picture.bytes().length);
        ctx.res().getOutputStream().write(picture.bytes());
    }

    private static void describe(Context ctx, StoredFile file) {
        ctx.header("ETag", EntityTags.of(tag(file)));
        ctx.header("Cache-Control", "private, no-cache");
    }

    private static String tag(StoredFile file) {
        return file.sha256() + '-' + Thumbnails.VERSION;
    }
}
