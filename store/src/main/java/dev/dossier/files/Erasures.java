package dev.dossier.files;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.LogErasure;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.Disposal;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.ErasureRows.Erasure;
import dev.dossier.identities.ApiKeyRows;
import dev.dossier.quotas.UsageRows;
import dev.dossier.retention.CleanupQueue;
import dev.dossier.retention.CleanupReason;
import dev.dossier.retention.HoldRows;
import dev.dossier.retention.HoldSubject;
import dev.dossier.sessions.SessionRows;
import dev.dossier.sessions.ShareRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Everything of one person goes, at once and for good, and a receipt says what that was. On behalf of one actor; an
 * administrator's, where access is enforced. Thread-safe.
 *
 * <ol>
 *   <li><b>Begin.</b> A row that names the person, so that a crash is followed by the rest of the work. In the same transaction
 *       the person's API keys go, and what is shared with the person is so no longer: nothing more comes by them.
 *   <li><b>Files.</b> Batch by batch, one transaction each: those in the person's sessions and those that the person uploaded
 *       elsewhere are purged, deleted ones too, and what the access log says of their names goes. Contents that no file uses
 *       any more are condemned in the same transaction, without a grace period.
 *   <li><b>Traces.</b> The person's sessions that are empty now go; in the access log a pseudonym takes the person's place. Keys and
 *       shares that came meanwhile go too.
 *   <li><b>Bytes.</b> Condemned contents are removed, and looked for again; so is everything that no file uses any more, whosever
 *       it was, because what the person had purged or replaced before may be among it.
 *   <li><b>Complete.</b> The row forgets the person; what the database has freed is overwritten.
 * </ol>
 *
 * <p>Each step may be repeated. What is under legal hold stays, with its log, and the receipt names it. The pseudonym is
 * random and nobody keeps whom it stands for.
 */
public final class Erasures {
    private static final int BATCH = 100;

    private final Database database;
    private final FileTransactions transactions;
    private final Blobs blobs;
    private final Disposal disposal;
    private final FileRemoval removal;
    private final AccessLog log;
    private final Expiry expiry;
    private final FileRows files = new FileRows();
    private final ErasureRows rows = new ErasureRows();
    private final SessionRows sessions = new SessionRows();
    private final ShareRows shares = new ShareRows();
    private final ApiKeyRows keys = new ApiKeyRows();
    private final CleanupQueue queue = new CleanupQueue();
    private final HoldRows holds = new HoldRows();
    private final UsageRows usage = new UsageRows();

    Erasures(
            Database database,
            FileTransactions transactions,
            Blobs blobs,
            Disposal disposal,
            AccessLog log,
            Expiry expiry) {
        this.database = database;
        this.transactions = transactions;
        this.blobs = blobs;
        this.disposal = disposal;
        this.removal = new FileRemoval(blobs.catalog(), log);
        this.log = log;
        this.expiry = expiry;
    }

    /** The same on behalf of another actor. */
    public Erasures as(Actor actor) {
        return new Erasures(database, transactions.as(actor), blobs, disposal, log, expiry);
    }

    /**
     * Erases everything of a person.
     *
     * @throws LegalHoldException when all that the person has is under legal hold
     * @throws AccessDeniedException when the actor is no administrator and access is enforced
     */
    public ErasureReceipt erase(String person) {
        String name = HoldSubject.person(person).id();
        String id = UUID.randomUUID().toString();
        transactions.write(scope -> {
            scope.govern();
            Optional<String> hold = holds.ofPerson(scope.sql(), name);
            if (hold.isPresent()) {
                LegalHoldException refusal = new LegalHoldException("person", name);
                scope.erasureRefused(refusal, hold.get());
                throw refusal;
            }
            String pseudonym = "erased-" + UUID.randomUUID().toString().substring(0, 13);
            rows.begin(scope.sql(), id, name, pseudonym, scope.actor().name(), scope.now());
            removeAccess(scope.sql(), id, name);
            return true;
        });
        run(id);
        return receipt(database.read(sql -> erasure(sql, id)));
    }

    /**
     * The receipt of an erasure, with a new look at the store.
     *
     * @throws NotFoundException when there is no such erasure
     * @throws AccessDeniedException when the actor is no administrator and access is enforced
     */
    public ErasureReceipt find(String id) {
        return receipt(transactions.read(scope -> {
            scope.govern();
            return erasure(scope.sql(), id);
        }));
    }

    private ErasureReceipt receipt(Erasure erasure) {
        String id = erasure.id();
        List<BlobKey> removed = database.read(sql -> rows.blobs(sql, id, "removed"));
        ErasureRows.Sum gone = database.read(sql -> rows.sum(sql, id, "removed"));
        return new ErasureReceipt(
                erasure.id(),
                erasure.pseudonym(),
                erasure.requestedBy(),
                erasure.requestedAt(),
                erasure.completedAt(),
                erasure.sessions(),
                erasure.files(),
                erasure.sizeBytes(),
                gone.blobs(),
                gone.sizeBytes(),
                database.read(sql -> rows.sum(sql, id, "shared")).blobs(),
                erasure.shares(),
                erasure.keys(),
                erasure.logEntries(),
                erasure.heldFiles(),
                new ErasureReceipt.Verification(transactions.now(), areGone(removed)));
    }

    /** Goes on with erasures that a crash has broken off, and answers how many those were. */
    public int resume() {
        List<String> unfinished = database.read(rows::unfinished);
        unfinished.forEach(this::run);
        return unfinished.size();
    }

    private Erasure erasure(Statements sql, String id) throws SQLException {
        return rows.find(sql, id).orElseThrow(() -> new NotFoundException("erasure", id));
    }

    private void run(String id) {
        Erasure erasure = database.read(sql -> erasure(sql, id));
        String person = erasure.person();
        if (person == null) {
            return; // another process was faster
        }
        try {
            do {
                while (transactions.write(scope -> removeFiles(scope, erasure, person)) > 0) {
                    removeBytes(id);
                }
                removeBytes(id);
                removeReleased();
                removeFromLog(erasure, person);
            } while (!transactions.<Boolean>write(scope -> removeTraces(scope, erasure, person)));
        } catch (IOException e) {
            throw Staging.translate(e);
        }
        database.overwriteFreed();
    }

    private int removeFiles(FileTransactions.Scope scope, Erasure erasure, String person) throws SQLException {
        Statements sql = scope.sql();
        List<FileRow> batch = files.ofPerson(sql, person, false, BATCH);
        LogErasure traces = log.erasure(sql, erasure.pseudonym());
        for (FileRow file : batch) {
            String fileId = file.file().id().value();
            rows.countFile(sql, erasure.id(), file);
            traces.file(fileId);
            queue.forget(sql, fileId);
            removal.purge(sql, file, scope.actor(), scope.now(), CleanupReason.ERASURE);
            if (file.blob() != null) {
                blobs.catalog().condemnUnused(sql, file.blob(), scope.now());
            }
        }
        rows.countRows(sql, erasure.id(), 0, traces.complete(scope.actor(), scope.now()));
        return batch.size();
    }

    /** Takes the person out of the log, in transactions that others need not wait for. */
    private void removeFromLog(Erasure erasure, String person) {
        transactions.write(scope -> {
            queue.forgetSessionsOf(scope.sql(), person); // by the owner that entries name, so before that is replaced
            return true;
        });
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent()) {
            long after = next.getAsLong();
            next = transactions.write(scope -> {
                LogErasure traces = log.erasure(scope.sql(), erasure.pseudonym());
                OptionalLong rest = traces.person(person, after);
                rows.countRows(scope.sql(), erasure.id(), 0, traces.complete(scope.actor(), scope.now()));
                return rest;
            });
        }
    }

    /** Answers whether that was all: a file that came meanwhile begins it anew. */
    private boolean removeTraces(FileTransactions.Scope scope, Erasure erasure, String person) throws SQLException {
        Statements sql = scope.sql();
        if (!files.ofPerson(sql, person, false, 1).isEmpty()) {
            return false;
        }
        removeAccess(sql, erasure.id(), person);
        shares.replaceSharer(sql, person, erasure.pseudonym());
        LogErasure traces = log.erasure(sql, erasure.pseudonym());
        queue.forgetSessionsOf(sql, person);
        expiry.replaceSetter(sql, person, erasure.pseudonym());
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent()) {
            next = traces.person(person, next.getAsLong());
        }
        int entries = traces.complete(scope.actor(), scope.now());
        rows.countRows(sql, erasure.id(), sessions.removeEmptyOf(sql, person), entries);
        usage.forget(sql, person);
        List<String> held = files.ofPerson(sql, person, true, Integer.MAX_VALUE).stream()
                .map(file -> file.file().id().value())
                .toList();
        rows.complete(sql, erasure.id(), held, scope.now());
        return true;
    }

    private void removeAccess(Statements sql, String id, String person) throws SQLException {
        rows.countAccess(sql, id, shares.removeOf(sql, person), keys.removeOf(sql, person));
    }

    private void removeBytes(String id) throws IOException {
        for (BlobKey key : database.read(sql -> rows.blobs(sql, id, "pending"))) {
            boolean unused = database.write(sql -> {
                boolean condemned = blobs.catalog().condemnUnused(sql, key, transactions.now());
                return condemned || !blobs.catalog().knows(sql, key);
            });
            if (unused) {
                disposal.remove(List.of(key));
            }
            database.write(sql -> {
                rows.outcome(sql, id, key, unused ? "removed" : "shared");
                return true;
            });
        }
    }

    /**
     * What the person purged or replaced a while ago is in its grace period, and nobody knows any more whose it was: so the
     * period ends for all that no file uses. An upload of the same bytes at this moment is answered "busy", or stores them anew.
     */
    private void removeReleased() throws IOException {
        database.write(sql -> blobs.catalog().condemnReleasedUntil(sql, transactions.now()));
        disposal.all();
    }

    private boolean areGone(List<BlobKey> keys) {
        try {
            for (BlobKey key : keys) {
                if (blobs.store().sizeBytes(key).isPresent()
                        || database.<Boolean>read(sql -> blobs.catalog().knows(sql, key))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw Staging.translate(e);
        }
    }
}
