package dev.dossier.server.api;

import dev.dossier.blobs.StagedContent;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.PreconditionFailedException;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileContent;
import dev.dossier.files.FileId;
import dev.dossier.files.StoredFile;
import dev.dossier.server.http.ByteRange;
import dev.dossier.server.http.ContentDisposition;
import dev.dossier.server.http.EntityTags;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.Query;
import dev.dossier.server.http.RequestException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;

/**
 * The bytes of files. What is read is logged as a download, or as a view where it is shown in place; asking for the
 * headers, or for a content that the client already has, reads nothing.
 */
final class ContentRoutes {
    private final Callers callers;
    private final Uploads uploads;
    private final Transfers transfers;

    ContentRoutes(Callers callers, Uploads uploads, Transfers transfers) {
        this.callers = callers;
        this.uploads = uploads;
        this.transfers = transfers;
    }

    void head(Context ctx) {
        describe(ctx, callers.files(ctx), Callers.file(ctx), inline(ctx));
    }

    void get(Context ctx) throws IOException {
        deliver(ctx, callers.files(ctx), Callers.file(ctx), inline(ctx));
    }

    /** Answers with the headers of a content. */
    void describe(Context ctx, ConversationFileManager files, FileId id, boolean inline) {
        StoredFile file = files.findReadable(id);
        if (!answeredByConditions(ctx, file)) {
            describe(ctx, file, inline);
            ctx.res().setContentLengthLong(file.sizeBytes());
        }
    }

    /** Answers with a content, or with the range of it that is asked for. */
    void deliver(Context ctx, ConversationFileManager files, FileId id, boolean inline) throws IOException {
        StoredFile known = files.findReadable(id);
        if (answeredByConditions(ctx, known)) {
            return;
        }
        range(ctx, known);
        boolean shown = inline && ContentDisposition.mayBeShown(known.mimeType());
        try (FileContent content = shown ? files.view(known.id()) : files.open(known.id())) {
            send(ctx, content, inline);
        }
    }

    void put(Context ctx) throws IOException {
        if (ctx.header("Content-Range") != null) {
            throw new MalformedException(
                    "A part of a content cannot be replaced. Send all of it, without Content-Range.");
        }
        ConversationFileManager files = callers.files(ctx);
        StoredFile known = active(files, Callers.file(ctx));
        String ifMatch = ctx.header("If-Match");
        if (!EntityTags.matchAllows(ifMatch, known.sha256())) {
            throw new PreconditionFailedException(known.id().value());
        }
        files.askToChange(known.id());
        try (StagedContent content = uploads.stage(ctx, known.id(), files)) {
            boolean conditional = ifMatch != null && !ifMatch.strip().equals("*");
            StoredFile stored = files.updateContent(known.id(), content, conditional ? known.sha256() : null);
            transfers.uploaded(stored.sizeBytes());
            ctx.header("ETag", EntityTags.of(stored.sha256()));
            Json.answer(ctx, 200, FileBody.of(stored));
        }
    }

    private void send(Context ctx, FileContent content, boolean inline) throws IOException {
        StoredFile file = content.file();
        ByteRange range = range(ctx, file);
        long first = 0;
        long lengthBytes = file.sizeBytes();
        describe(ctx, file, inline);
        if (range instanceof ByteRange.Part part) {
            first = part.first();
            lengthBytes = part.lengthBytes();
            ctx.status(206);
            ctx.header("Content-Range", "bytes " + first + "-" + part.last() + "/" + file.sizeBytes());
        }
        ctx.res().setContentLengthLong(lengthBytes);
        content.transferTo(first, lengthBytes, ctx.res().getOutputStream());
        transfers.downloaded(lengthBytes);
    }

    /** @throws RequestException when the range lies beyond the content */
    private static ByteRange range(Context ctx, StoredFile file) {
        ByteRange range = EntityTags.rangeAllowed(ctx.header("If-Range"), file.sha256())
                ? ByteRange.of(ctx.header("Range"), file.sizeBytes())
                : new ByteRange.Whole();
        if (range instanceof ByteRange.Unsatisfiable) {
            throw new RequestException(new Problem(
                    416,
                    "range_not_satisfiable",
                    "The file has " + file.sizeBytes() + " bytes; the range lies beyond them.",
                    null,
                    Map.of("Content-Range", "bytes */" + file.sizeBytes())));
        }
        return range;
    }

    private static boolean answeredByConditions(Context ctx, StoredFile file) {
        if (!EntityTags.matchAllows(ctx.header("If-Match"), file.sha256())) {
            throw new PreconditionFailedException(file.id().value());
        }
        if (EntityTags.noneMatchNames(ctx.header("If-None-Match"), file.sha256())) {
            ctx.header("ETag", EntityTags.of(file.sha256()));
            ctx.header("Cache-Control", "private, no-cache");
            ctx.status(304);
            return true;
        }
        return false;
    }

    private static void describe(Context ctx, StoredFile file, boolean inline) {
        String type = file.mimeType();
        boolean shown = inline && ContentDisposition.mayBeShown(type);
        ctx.contentType(type.equals("text/plain") ? "text/plain; charset=utf-8" : type);
        ctx.header("ETag", EntityTags.of(file.sha256()));
        ctx.header("Accept-Ranges", "bytes");
        ctx.header("Cache-Control", "private, no-cache");
        ctx.header(
                "Content-Disposition", ContentDisposition.of(shown, file.name().value()));
    }

    private static boolean inline(Context ctx) {
        return switch (Query.text(ctx, "disposition", "attachment")) {
            case "inline" -> true;
            case "attachment" -> false;
            default -> throw new InvalidValueException("disposition", "Use inline or attachment.");
        };
    }

    private static StoredFile active(ConversationFileManager files, FileId id) {
        StoredFile file = files.find(id);
        if (file.isDeleted()) {
            throw new NotFoundException("file", id.value());
        }
        return file;
    }
}
