package dev.dossier.files;

import dev.dossier.access.AccessMode;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobContent;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.ContentTypes;
import dev.dossier.blobs.Staging;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.errors.NotTextException;
import dev.dossier.errors.TooLargeException;
import dev.dossier.sessions.PageLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;

/** Files are found, listed, opened and shown. */
final class FileReads {
    /** The longest text that is answered as one string: 16 MiB. */
    static final long TEXT_LIMIT_BYTES = 16L << 20;

    private final FileTransactions transactions;
    private final FileRows rows = new FileRows();
    private final FilePages pages = new FilePages(rows);
    private final Blobs blobs;

    FileReads(FileTransactions transactions, Blobs blobs) {
        this.transactions = transactions;
        this.blobs = blobs;
    }

    StoredFile find(FileId id) {
        return transactions.read(scope -> scope.file(id).file());
    }

    FileListing list(FileQuery query) {
        boolean ownOnly = transactions.policy().mode() == AccessMode.ENFORCED
                && !transactions.actor().isAdministrator();
        String owner = ownOnly ? transactions.actor().name() : null;
        return transactions.read(scope -> {
            if (query.session() != null) {
                scope.session(query.session());
            }
            return pages.list(scope.sql(), query, owner, scope.now());
        });
    }

    /** Opens a file's content and logs it as that kind of access. */
    FileContent open(FileId id, AccessType type) {
        FileContent content = openUnlogged(id);
        boolean logged = false;
        try {
            transactions.logWhereThereIsRoom(scope -> scope.log(type, content.file(), Map.of()));
            logged = true;
            return content;
        } finally {
            if (!logged) {
                content.close();
            }
        }
    }

    private FileContent openUnlogged(FileId id) {
        FileRow row = transactions.read(scope -> scope.activeFile(id));
        BlobKey key = row.blob();
        if (key == null || row.quarantined()) {
            throw new ContentUnavailableException(id.value());
        }
        try {
            BlobContent bytes = blobs.store().open(key);
            if (bytes.sizeBytes() == row.file().sizeBytes()) {
                return new FileContent(row.file(), bytes);
            }
            bytes.close();
        } catch (NoSuchFileException e) {
            // purged a moment ago, given other content a moment ago, or lost: the row tells
            FileRow again = transactions.read(scope -> scope.activeFile(id));
            if (!key.equals(again.blob())) {
                return openUnlogged(id);
            }
        } catch (IOException e) {
            throw Staging.translate(e);
        }
        transactions.logWhereThereIsRoom(scope -> blobs.catalog().quarantine(scope.sql(), key));
        throw new ContentUnavailableException(id.value());
    }

    String readText(FileId id) {
        try (FileContent content = open(id, AccessType.VIEW)) {
            if (!isText(content.file())) {
                throw new NotTextException();
            }
            if (content.file().sizeBytes() > TEXT_LIMIT_BYTES) {
                throw new TooLargeException(TEXT_LIMIT_BYTES);
            }
            return decode(head(content, TEXT_LIMIT_BYTES), true);
        }
    }

    Preview preview(FileId id) {
        try (FileContent content = open(id, AccessType.VIEW)) {
            StoredFile file = content.file();
            if (isText(file)) {
                // a character has at most four bytes, and one more shows whether the text goes on
                String text = decode(head(content, 4L * (Preview.TEXT_LIMIT + 1)), false);
                int end =
                        text.offsetByCodePoints(0, Math.min(Preview.TEXT_LIMIT, text.codePointCount(0, text.length())));
                return new Preview(Preview.Kind.TEXT, text.substring(0, end), end < text.length(), file);
            }
            boolean image =
                    file.mimeType().startsWith("image/") && !file.mimeType().startsWith("image/svg");
            return new Preview(image ? Preview.Kind.IMAGE : Preview.Kind.METADATA, null, false, file);
        } catch (NotTextException e) {
            return new Preview(Preview.Kind.METADATA, null, false, find(id));
        }
    }

    private static boolean isText(StoredFile file) {
        return file.sizeBytes() == 0 || ContentTypes.isText(file.mimeType());
    }

    private static byte[] head(FileContent content, long limitBytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.transferTo(0, Math.min(limitBytes, content.file().sizeBytes()), bytes);
        } catch (IOException e) {
            throw Staging.translate(e);
        }
        return bytes.toByteArray();
    }

    /** The text of UTF-8 bytes; unless they are complete, a character that is cut off at the end is left out. */
    private static String decode(byte[] bytes, boolean complete) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, complete);
        if (result.isError()) {
            throw new NotTextException();
        }
        return text.flip().toString();
    }

    List<AccessEntry> accessLog(FileId id, int limit) {
        PageLimit.check(limit);
        return transactions.read(scope -> {
            List<AccessEntry> entries = scope.logged(id, limit);
            if (rows.find(scope.sql(), id).isPresent()) {
                scope.file(id);
            } else {
                scope.formerFile(id, entries);
            }
            return entries;
        });
    }

    StorageStatistics statistics() {
        return transactions.read(scope -> scope.sql()
                .one(
                        "SELECT COALESCE(SUM(1 - is_deleted), 0) AS files,"
                                + " COALESCE(SUM(CASE WHEN is_deleted = 0 THEN file_size END), 0) AS size,"
                                + " COUNT(DISTINCT CASE WHEN is_deleted = 0 THEN session_id END) AS sessions,"
                                + " COALESCE(SUM(is_deleted), 0) AS deleted,"
                                + " COALESCE(SUM(CASE WHEN is_deleted = 1 THEN file_size END), 0) AS deleted_size,"
                                + " (SELECT COALESCE(SUM(size_bytes), 0) FROM blobs WHERE state = 'live') AS stored,"
                                + " (SELECT COUNT(*) FROM conversation_files q"
                                + " LEFT JOIN blobs b ON b.blob_key = q.blob_key"
                                + " WHERE q.blob_key IS NULL OR b.state = 'quarantined') AS quarantined"
                                + " FROM conversation_files WHERE expires_at IS NULL OR expires_at > ?",
                        row -> new StorageStatistics(
                                row.number("files"),
                                row.number("size"),
                                row.number("sessions"),
                                row.number("deleted"),
                                row.number("deleted_size"),
                                row.number("stored"),
                                row.number("quarantined")),
                        scope.now()));
    }
}
