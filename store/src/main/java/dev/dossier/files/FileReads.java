package dev.dossier.files;

import dev.dossier.access.Action;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobContent;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.ContentTypes;
import dev.dossier.blobs.Staging;
import dev.dossier.errors.ContentHeldException;
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
    private final FilePages pages = new FilePages(new FileRows());
    private final FileSums sums = new FileSums();
    private final Blobs blobs;

    FileReads(FileTransactions transactions, Blobs blobs) {
        this.transactions = transactions;
        this.blobs = blobs;
    }

    StoredFile find(FileId id) {
        return transactions.read(scope -> scope.file(id, Action.READ).file());
    }

    StoredFile findReadable(FileId id) {
        FileRow row = transactions.read(scope -> scope.activeFile(id, Action.READ));
        requireScanned(row);
        return row.file();
    }

    FileListing list(FileQuery query) {
        return transactions.read(scope -> {
            if (query.session() == null) {
                scope.everything();
            } else {
                scope.session(query.session(), Action.READ);
            }
            return pages.list(scope.sql(), query, transactions.visibility(), scope.now());
        });
    }

    /** Opens a file's content and logs it as that kind of access. */
    FileContent open(FileId id, AccessType type) {
        FileContent content = openUnlogged(id);
        boolean logged = false;
        try {
            transactions.logUse(type, content.file(), Map.of());
            logged = true;
            return content;
        } finally {
            if (!logged) {
                content.close();
            }
        }
    }

    private FileContent openUnlogged(FileId id) {
        FileRow row = transactions.read(scope -> scope.activeFile(id, Action.READ));
        requireScanned(row);
        BlobKey key = row.blob();
        if (key == null || row.quarantined()) {
            throw new ContentUnavailableException(id.value());
        }
        try {
            BlobContent bytes = blobs.store().open(key);
            if (bytes.sizeBytes() == row.file().sizeBytes()) {
                return new FileContent(row.file(), bytes, () -> quarantine(key));
            }
            bytes.close();
        } catch (NoSuchFileException e) {
            // purged a moment ago, given other content a moment ago, or lost: the row tells
            FileRow again = transactions.read(scope -> scope.activeFile(id, Action.READ));
            if (!key.equals(again.blob())) {
                return openUnlogged(id);
            }
        } catch (IOException e) {
            throw Staging.translate(e);
        }
        quarantine(key);
        throw new ContentUnavailableException(id.value());
    }

    /** Whoever asks for what was found infected is named in the log; whoever is merely too early is not. */
    private void requireScanned(FileRow row) {
        try {
            row.requireScanned();
        } catch (ContentHeldException e) {
            if (!e.isWaiting()) {
                transactions.logUse(AccessType.REFUSE, row.file(), Map.of("reason", e.code()));
            }
            throw e;
        }
    }

    private void quarantine(BlobKey key) {
        transactions.noteWhereThereIsRoom(sql -> blobs.catalog().quarantine(sql, key));
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
            scope.inspectedFile(id);
            return scope.logged(id, limit);
        });
    }

    StorageStatistics statistics() {
        return transactions.read(scope -> {
            scope.everything();
            return sums.of(scope.sql(), transactions.visibility(), scope.now());
        });
    }
}
