package dev.dossier.server.api;

import dev.dossier.files.ErasureReceipt;
import dev.dossier.server.http.Json;
import dev.dossier.server.http.UploadPace;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Erasures of persons, and their receipts. */
final class ErasureRoutes {
    private final Callers callers;
    private final UploadPace pace;

    ErasureRoutes(Callers callers, UploadPace pace) {
        this.callers = callers;
        this.pace = pace;
    }

    void erase(Context ctx) {
        ErasureReceipt receipt =
                callers.erasures(ctx).erase(Fields.of(ctx, pace).required("person"));
        ctx.header("Location", "/api/erasures/" + receipt.id());
        Json.answer(ctx, 201, Body.of(receipt));
    }

    void find(Context ctx) {
        Json.answer(ctx, 200, Body.of(callers.erasures(ctx).find(ctx.pathParam("erasure"))));
    }

    private record Body(
            String erasureId,
            String pseudonym,
            String requestedBy,
            Instant requestedAt,
            @Nullable Instant completedAt,
            Removed removed,
            long sharedBlobsKept,
            List<String> heldFilesKept,
            long logEntriesPseudonymised,
            Verification verification) {

        static Body of(ErasureReceipt receipt) {
            return new Body(
                    receipt.id(),
                    receipt.pseudonym(),
                    receipt.requestedBy(),
                    receipt.requestedAt(),
                    receipt.completedAt(),
                    new Removed(
                            receipt.sessions(),
                            receipt.files(),
                            receipt.sizeBytes(),
                            receipt.blobsRemoved(),
                            receipt.bytesRemoved(),
                            receipt.shares(),
                            receipt.keys()),
                    receipt.blobsShared(),
                    receipt.heldFiles(),
                    receipt.logEntries(),
                    new Verification(
                            receipt.verification().checkedAt(),
                            receipt.verification().bytesGone()));
        }
    }

    private record Removed(
            long sessions, long files, long fileBytes, long blobs, long blobBytes, long shares, long keys) {}

    private record Verification(Instant checkedAt, boolean bytesGone) {}
}
