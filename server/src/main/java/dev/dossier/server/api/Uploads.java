package dev.dossier.server.api;

import dev.dossier.blobs.StagedContent;
import dev.dossier.errors.MalformedException;
import dev.dossier.files.AssociationType;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileId;
import dev.dossier.files.FileName;
import dev.dossier.files.NewFile;
import dev.dossier.files.StagedFile;
import dev.dossier.files.StoredFile;
import dev.dossier.server.http.MultipartBody;
import dev.dossier.server.http.Query;
import dev.dossier.server.http.RequestBody;
import dev.dossier.server.http.RequestException;
import dev.dossier.server.http.UploadPace;
import dev.dossier.sessions.SessionId;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files on their way in: all of a request or none. The bytes are staged first and judged afterwards, and whatever happens,
 * what was staged and not stored is dropped.
 */
final class Uploads {
    /** What a form may add around its files: as a whole it is at most so much larger than the largest file. */
    private static final int FORM_BYTES = 1 << 20;

    private final Callers callers;
    private final long largestFileBytes;
    private final UploadPace pace;
    private final Transfers transfers;

    Uploads(Callers callers, long largestFileBytes, UploadPace pace, Transfers transfers) {
        this.callers = callers;
        this.largestFileBytes = largestFileBytes;
        this.pace = pace;
        this.transfers = transfers;
    }

    /** Stores the files that the request brings, as a form or as one raw body. */
    List<StoredFile> store(Context ctx, SessionId session) throws IOException {
        String contentType = ctx.contentType();
        ConversationFileManager files = callers.files(ctx);
        files.askToAdd(session);
        List<StoredFile> stored = contentType != null && MultipartBody.isForm(contentType)
                ? storeForm(ctx, contentType, session, files)
                : List.of(storeRaw(ctx, session, files));
        stored.forEach(file -> transfers.uploaded(file.sizeBytes()));
        return stored;
    }

    /**
     * Stages the request's body as the content that a file is to have.
     *
     * @throws RequestException when it is too large, incomplete or too slow
     */
    StagedContent stage(Context ctx, FileId file, ConversationFileManager files) throws IOException {
        return files.stage(file, RequestBody.of(ctx, largestFileBytes, pace), announced(ctx));
    }

    private StagedContent stage(Context ctx, SessionId session, ConversationFileManager files) throws IOException {
        return files.stage(session, RequestBody.of(ctx, largestFileBytes, pace), announced(ctx));
    }

    /** The length that the request announces, so that what has no room is refused before it is read; negative for none. */
    private static long announced(Context ctx) {
        return ctx.req().getContentLengthLong();
    }

    private List<StoredFile> storeForm(
            Context ctx, String contentType, SessionId session, ConversationFileManager files) throws IOException {
        RequestBody body = RequestBody.of(ctx, limitOfForm(), pace);
        files.requireRoom(session, Math.max(0, announced(ctx) - FORM_BYTES));
        try (UploadForm form = UploadForm.read(new MultipartBody(body, contentType), session, files)) {
            List<StagedFile> staged = form.uploads().stream()
                    .map(upload -> new StagedFile(describe(upload.name(), form::field), upload.content()))
                    .toList();
            return files.addAll(session, staged);
        }
    }

    private StoredFile storeRaw(Context ctx, SessionId session, ConversationFileManager files) throws IOException {
        String name = Query.text(ctx, "name");
        if (name == null) {
            throw new MalformedException(
                    "Send a multipart form with a part named \"file\", or a raw body with its name as ?name=.");
        }
        NewFile file = describe(name, field -> Query.text(ctx, field));
        try (StagedContent content = stage(ctx, session, files)) {
            return files.addAll(session, List.of(new StagedFile(file, content))).getFirst();
        }
    }

    private long limitOfForm() {
        return Math.min(largestFileBytes, Long.MAX_VALUE - FORM_BYTES) + FORM_BYTES;
    }

    private static NewFile describe(String name, Field fields) {
        String type = fields.text("association_type");
        return new NewFile(
                FileName.of(name),
                null,
                fields.text("message_id"),
                type == null ? AssociationType.UPLOAD : AssociationType.parse(type),
                null,
                Fields.metadata(fields.text("metadata")));
    }

    /** Where the fields beside a file are found. */
    @FunctionalInterface
    private interface Field {
        @Nullable
        String text(String name);
    }
}
