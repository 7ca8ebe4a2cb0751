package dev.dossier.files;

import dev.dossier.access.Action;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.Allowance;
import dev.dossier.blobs.BlobCatalog;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.BlobUse;
import dev.dossier.blobs.StagedContent;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.errors.PreconditionFailedException;
import dev.dossier.quotas.Quotas;
import dev.dossier.sessions.SessionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files come to be: by upload, by copy, and with other content. Content is shared, files are not. */
final class FileIntake {
    private final FileTransactions transactions;
    private final FileRows rows = new FileRows();
    private final BlobCatalog blobs;
    private final Expiry expiry;
    private final Quotas quotas;

    FileIntake(FileTransactions transactions, BlobCatalog blobs, Expiry expiry, Quotas quotas) {
        this.quotas = quotas;
        this.expiry = expiry;
        this.transactions = transactions;
        this.blobs = blobs;
    }

    /** Takes room for an arrival that is to be added to a session. */
    Allowance allowance(@Nullable SessionId session, long announcedBytes) {
        String owner =
                session == null ? transactions.actor().name() : transactions.ahead(scope -> scope.ownerToBe(session));
        return quotas.reserve(owner, announcedBytes, 0);
    }

    /** Takes room for an arrival that is to replace the content of a file. */
    Allowance allowance(FileId id, long announcedBytes) {
        FileRow row = transactions.ahead(scope -> free(scope, id));
        String owner = row.owner();
        return quotas.reserve(
                owner == null ? "" : owner, announcedBytes, row.file().sizeBytes());
    }

    private static FileRow free(FileTransactions.Scope scope, FileId id) throws SQLException {
        FileRow row = scope.activeFile(id, Action.WRITE);
        scope.requireFree(row, AccessType.EDIT);
        return row;
    }

    List<StoredFile> add(SessionId session, List<StagedFile> staged) {
        List<StagedContent> contents = staged.stream().map(StagedFile::content).toList();
        // telling a type takes longer than writing a row, and only one thread writes
        List<String> types = staged.stream()
                .map(one -> one.content().mimeType(one.file().name().value()))
                .toList();
        return transactions.take(contents, (scope, uses) -> {
            scope.sessionToAddTo(session);
            List<StoredFile> added = new ArrayList<>(staged.size());
            for (int i = 0; i < staged.size(); i++) {
                StoredFile file = file(scope, session, staged.get(i).file(), types.get(i), uses.get(i));
                scope.log(AccessType.UPLOAD, file, uploadDetails(file));
                rows.add(scope.sql(), file, uses.get(i).key());
                expiry.request(scope.sql(), file.id(), staged.get(i).file().expiresAt());
                added.add(file);
            }
            quotas.check(scope.sql(), session.value());
            return added;
        });
    }

    StoredFile replace(FileId id, StagedContent content, @Nullable String expectedSha256) {
        FileName name = transactions.read(
                scope -> scope.activeFile(id, Action.READ).file().name());
        String mimeType = content.mimeType(name.value());
        return transactions.take(List.of(content), (scope, uses) -> {
            FileRow row = free(scope, id);
            StoredFile file = row.file();
            if (expectedSha256 != null && !expectedSha256.equals(file.sha256())) {
                throw new PreconditionFailedException(id.value());
            }
            BlobUse use = uses.getFirst();
            rows.replaceContent(scope.sql(), id, use, mimeType);
            if (content.sizeBytes() > file.sizeBytes()) {
                quotas.check(scope.sql(), file.session().value());
            }
            if (row.blob() != null && !row.blob().equals(use.key())) {
                blobs.release(scope.sql(), row.blob(), scope.now());
            }
            scope.log(AccessType.EDIT, file, Map.of("previous_hash", file.sha256(), "file_hash", content.sha256()));
            return scope.activeFile(id, Action.WRITE).file();
        });
    }

    StoredFile copy(FileId id, @Nullable SessionId session, @Nullable FileName name) {
        return transactions.write(scope -> {
            FileRow original = scope.activeFile(id, Action.READ);
            SessionId target = session == null ? original.file().session() : session;
            return copy(
                    scope,
                    original,
                    target,
                    name == null ? original.file().name().ofCopy() : name);
        });
    }

    /** Copies a file inside a transaction; the session must be there and be the actor's to add to. */
    StoredFile copy(FileTransactions.Scope scope, FileRow original, SessionId session, FileName name)
            throws SQLException {
        scope.sessionToAddTo(session);
        StoredFile from = original.file();
        BlobKey blob = original.blob();
        if (blob == null) {
            throw new ContentUnavailableException(from.id().value());
        }
        Instant requested = expiry.requested(scope.sql(), from.id());
        StoredFile copy = new StoredFile(
                FileId.random(),
                session,
                name,
                from.sizeBytes(),
                from.sha256(),
                from.mimeType(),
                scope.now(),
                scope.actor().name(),
                null,
                from.associationType(),
                true,
                expiry.ofNewFile(
                        scope.sql(), session, scope.actor().name(), from.associationType(), scope.now(), requested),
                null,
                from.scan(),
                from.metadata());
        scope.log(AccessType.UPLOAD, copy, uploadDetails(copy));
        rows.add(scope.sql(), copy, blob);
        expiry.request(scope.sql(), copy.id(), requested);
        quotas.check(scope.sql(), session.value());
        scope.log(AccessType.COPY, from, Map.of("copy", copy.id().value()));
        return copy;
    }

    private StoredFile file(
            FileTransactions.Scope scope, SessionId session, NewFile added, String mimeType, BlobUse use)
            throws SQLException {
        String uploader = added.uploadedBy() == null ? scope.actor().name() : added.uploadedBy();
        return new StoredFile(
                FileId.random(),
                session,
                added.name(),
                use.content().sizeBytes(),
                use.content().sha256(),
                mimeType,
                scope.now(),
                uploader,
                added.messageId(),
                added.associationType(),
                use.deduplicated() && scope.seesFileOf(use.key()),
                expiry.ofNewFile(
                        scope.sql(), session, uploader, added.associationType(), scope.now(), added.expiresAt()),
                null,
                use.scan(),
                added.metadata());
    }

    private static Map<String, Object> uploadDetails(StoredFile file) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("file_size", file.sizeBytes());
        details.put("mime_type", file.mimeType());
        details.put("original_filename", file.name().value());
        return details;
    }
}
