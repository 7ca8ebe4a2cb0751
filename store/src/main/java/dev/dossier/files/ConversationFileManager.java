package dev.dossier.files;

import dev.dossier.access.Action;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessEntry;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.Disposal;
import dev.dossier.blobs.StagedContent;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.NotTextException;
import dev.dossier.errors.PreconditionFailedException;
import dev.dossier.errors.QuotaExceededException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.errors.TooLargeException;
import dev.dossier.quotas.Quotas;
import dev.dossier.sessions.ActorTransactions;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of conversations, on behalf of one actor. Thread-safe.
 *
 * <p>Every change is durable when its method returns, and either whole or not at all. Content is shared between files
 * that have the same bytes; everything else a file has is its own. What the actor may not see does not exist for it:
 * every method that names a file or a session throws {@link NotFoundException} for those, and {@link
 * AccessDeniedException} where the actor knows the thing and may not do this to it. Every method may throw another {@link
 * DossierException} when the store is busy, full, read-only or failing.
 */
public final class ConversationFileManager {
    /** The length of a stream of which nobody knows how long it is. */
    public static final long UNKNOWN = -1;

    private final FileTransactions transactions;
    private final Blobs blobs;
    private final FileRemoval removal;
    private final Expiry expiry;
    private final Quotas quotas;
    private final Duration retentionDuration;
    private final FileIntake intake;
    private final FileReads reads;
    private final FileChanges changes;

    private ConversationFileManager(
            FileTransactions transactions,
            Blobs blobs,
            FileRemoval removal,
            Expiry expiry,
            Quotas quotas,
            Duration retentionDuration) {
        this.quotas = quotas;
        this.expiry = expiry;
        this.transactions = transactions;
        this.blobs = blobs;
        this.removal = removal;
        this.retentionDuration = retentionDuration;
        this.intake = new FileIntake(transactions, blobs.catalog(), expiry, quotas);
        this.reads = new FileReads(transactions, blobs);
        this.changes = new FileChanges(transactions, removal, intake, expiry, quotas, retentionDuration);
    }

    /**
     * A manager of that database and those bytes, on behalf of the actor of the transactions. Touches neither.
     *
     * @param keep how long files are kept, by kind
     * @param quotas how much may be kept
     * @param retentionDuration how long a deleted file can be restored
     */
    public static ConversationFileManager over(
            ActorTransactions transactions, Blobs blobs, KeepTimes keep, Quotas quotas, Duration retentionDuration) {
        return new ConversationFileManager(
                new FileTransactions(transactions, blobs.intake()),
                blobs,
                new FileRemoval(blobs.catalog(), transactions.log()),
                new Expiry(keep),
                quotas,
                retentionDuration);
    }

    /** The same files on behalf of another actor. */
    public ConversationFileManager as(Actor actor) {
        return new ConversationFileManager(transactions.as(actor), blobs, removal, expiry, quotas, retentionDuration);
    }

    /** What is kept and how long, on behalf of the same actor. */
    public Retention retention() {
        return new Retention(transactions, expiry);
    }

    /**
     * Erasures in the same store, on behalf of the same actor.
     *
     * @param disposal what removes bytes at once
     */
    public Erasures erasures(Database database, Disposal disposal, AccessLog log) {
        return new Erasures(database, transactions, blobs, disposal, log, expiry);
    }

    /**
     * Takes bytes to the end of the stream, ahead of knowing what file they become. Memory does not grow with the size.
     * Close the answer: that drops what no file has come to use.
     *
     * @throws IOException when the stream fails
     * @throws TooLargeException when it goes on beyond the limit
     * @throws StorageFullException when there is no room
     */
    public StagedContent stage(InputStream in) throws IOException {
        return blobs.staging().receive(in, intake.allowance((SessionId) null, UNKNOWN));
    }

    /**
     * The same for bytes that are to be added to a session. Room for the announced length is taken before the first byte is
     * read, and given back when no file comes to use it.
     *
     * @param announcedBytes the length; {@value #UNKNOWN} where nobody knows
     * @throws QuotaExceededException when a quota does not allow it
     * @throws StorageFullException when there is no room
     */
    public StagedContent stage(SessionId session, InputStream in, long announcedBytes) throws IOException {
        return blobs.staging().receive(in, intake.allowance(session, announcedBytes));
    }

    /**
     * The same for bytes that are to replace the content of an active file.
     *
     * @param announcedBytes the length; {@value #UNKNOWN} where nobody knows
     * @throws LegalHoldException when the file is under legal hold
     */
    public StagedContent stage(FileId id, InputStream in, long announcedBytes) throws IOException {
        return blobs.staging().receive(in, intake.allowance(id, announcedBytes));
    }

    /**
     * Makes sure, ahead of reading them, that so many bytes could be added to a session now.
     *
     * @throws QuotaExceededException when a quota does not allow it
     * @throws StorageFullException when there is no room
     */
    public void requireRoom(SessionId session, long sizeBytes) {
        intake.allowance(session, sizeBytes).close();
    }

    /**
     * Makes sure, before any bytes come, that the actor may add to a session or create it. Adding asks again.
     */
    public void askToAdd(SessionId session) {
        transactions.ask(scope -> scope.mayAddTo(session));
    }

    /**
     * Makes sure, before any bytes come, that the actor may change an active file. Changing it asks again.
     */
    public void askToChange(FileId id) {
        transactions.ask(scope -> scope.activeFile(id, Action.WRITE));
    }

    /**
     * Adds files to a session, all or none. The session is created, as the actor's, when there is none.
     */
    public List<StoredFile> addAll(SessionId session, List<StagedFile> files) {
        return intake.add(session, files);
    }

    /**
     * Adds a file to a session, which is created, as the actor's, when there is none.
     *
     * @throws IOException when the stream fails; nothing is kept
     * @throws TooLargeException when it goes on beyond the limit
     */
    public StoredFile add(SessionId session, NewFile file, InputStream in) throws IOException {
        try (StagedContent content = stage(session, in, UNKNOWN)) {
            return addAll(session, List.of(new StagedFile(file, content))).getFirst();
        }
    }

    /** Adds a file that holds the text in UTF-8. */
    public StoredFile createText(SessionId session, NewFile file, String text) {
        try {
            return add(session, file, bytes(text));
        } catch (IOException e) {
            throw Staging.translate(e);
        }
    }

    /** What is known of a file, deleted or not. */
    public StoredFile find(FileId id) {
        return reads.find(id);
    }

    /**
     * What is known of a file whose content may be had: it is neither deleted nor held.
     *
     * @throws ContentHeldException when it was not found free of viruses
     */
    public StoredFile findReadable(FileId id) {
        return reads.findReadable(id);
    }

    /**
     * Opens the content of an active file, and logs a download.
     *
     * @throws ContentUnavailableException when the bytes are missing or damaged
     */
    public FileContent open(FileId id) {
        return reads.open(id, AccessType.DOWNLOAD);
    }

    /**
     * Opens the content of an active file to show it in place, and logs a view.
     *
     * @throws ContentUnavailableException when the bytes are missing or damaged
     */
    public FileContent view(FileId id) {
        return reads.open(id, AccessType.VIEW);
    }

    /**
     * The content of an active file as text.
     *
     * @throws NotTextException when it is not UTF-8 text
     * @throws TooLargeException when it has more than 16 MiB
     */
    public String readText(FileId id) {
        return reads.readText(id);
    }

    /** What can be shown of an active file: a text's first {@value Preview#TEXT_LIMIT} characters, an image, or nothing. */
    public Preview preview(FileId id) {
        return reads.preview(id);
    }

    /**
     * Notes that a link is made through which others can read an active file, and answers the file.
     *
     * @param expiresAt from when on the link leads nowhere
     */
    public StoredFile link(FileId id, Instant expiresAt) {
        return changes.link(id, expiresAt);
    }

    /** A page of files. */
    public FileListing list(FileQuery query) {
        return reads.list(query);
    }

    /** The first page of active files in all sessions whose name contains the text, which is taken as it is. */
    public FileListing search(String nameContains) {
        return list(FileQuery.all().containing(nameContains));
    }

    /** Changes an active file's name and metadata. */
    public Edited edit(FileId id, FileEdit edit) {
        return changes.edit(id, edit);
    }

    /** Renames an active file and answers with the name it had. */
    public FileName rename(FileId id, FileName name) {
        return edit(id, new FileEdit(name, Map.of())).previousName();
    }

    /**
     * Replaces the content of an active file.
     *
     * @param expectedSha256 the hash that the content must have now; null for any
     * @throws PreconditionFailedException when it has another
     */
    public StoredFile updateContent(FileId id, StagedContent content, @Nullable String expectedSha256) {
        return intake.replace(id, content, expectedSha256);
    }

    /**
     * Replaces the content of an active file.
     *
     * @throws IOException when the stream fails; nothing is changed
     */
    public StoredFile updateContent(FileId id, InputStream in) throws IOException {
        try (StagedContent content = stage(id, in, UNKNOWN)) {
            return updateContent(id, content, null);
        }
    }

    /**
     * Makes a file of its own with the same content.
     *
     * @param session where; null for the same session
     * @param name under which name; null for "Copy of …"
     */
    public StoredFile copy(FileId id, @Nullable SessionId session, @Nullable FileName name) {
        return intake.copy(id, session, name);
    }

    /** Moves an active file to another session. */
    public StoredFile move(FileId id, SessionId to) {
        return changes.move(id, to);
    }

    /** Deletes an active file; until the retention is over it can be restored. */
    public void delete(FileId id) {
        changes.delete(id);
    }

    /** Removes a file for good, deleted or not. */
    public void purge(FileId id) {
        changes.purge(id);
    }

    /**
     * Brings a deleted file back.
     *
     * @throws ConflictException when it is not deleted
     */
    public StoredFile restore(FileId id) {
        return changes.restore(id);
    }

    /**
     * Deletes all active files of a session, or purges all its files, and answers how many.
     *
     * @param permanent whether to purge
     */
    public int deleteSessionFiles(SessionId session, boolean permanent) {
        return changes.deleteSessionFiles(session, permanent);
    }

    /** Purges the deleted and expired files of a session ahead of their time, and answers how many. */
    public int cleanUpSession(SessionId session) {
        return changes.cleanUpSession(session);
    }

    /**
     * Copies or moves all active files to another session, such as {@link SessionId#SHARED}.
     *
     * @throws InvalidValueException when both are the same session
     */
    public List<StoredFile> transfer(SessionId from, SessionId to, Transfer how) {
        return changes.transfer(from, to, how);
    }

    /**
     * Ends a session.
     *
     * @param files what becomes of its files
     * @param transferTo where they go when they are transferred; null otherwise
     */
    public SessionEnd endSession(SessionId session, FilesAtEnd files, @Nullable SessionId transferTo) {
        return changes.endSession(session, files, transferTo);
    }

    /** Sums over everything stored that the actor may see. */
    public StorageStatistics statistics() {
        return reads.statistics();
    }

    /**
     * What was done to a file, newest first; also after it was purged.
     *
     * @param limit the most entries, 1 to 1000
     */
    public List<AccessEntry> accessLog(FileId id, int limit) {
        return reads.accessLog(id, limit);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
