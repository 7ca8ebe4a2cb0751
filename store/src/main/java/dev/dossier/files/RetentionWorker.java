package dev.dossier.files;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.LogRetention;
import dev.dossier.blobs.Blobs;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.retention.CleanupQueue;
import dev.dossier.retention.CleanupReason;
import dev.dossier.sessions.SessionRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Purges what is due: files whose queue entry has come of age and files whose time is over. Each small batch is one
 * transaction that takes the entries and purges their files, so any number of workers may run at once.
 */
public final class RetentionWorker {
    private static final int BATCH = 100;
    private static final Actor ACTOR = Actor.administrator("retention");

    private final Database database;
    private final FileRows rows = new FileRows();
    private final SessionRows sessions = new SessionRows();
    private final CleanupQueue queue = new CleanupQueue();
    private final FileRemoval removal;
    private final LogRetention log;
    private final InstantSource clock;
    private final Duration auditDuration;

    /**
     * A worker on that database.
     *
     * @param auditDuration how long the access log is kept
     */
    public RetentionWorker(Database database, Blobs blobs, AccessLog log, InstantSource clock, Duration auditDuration) {
        this.database = database;
        this.removal = new FileRemoval(blobs.catalog(), log);
        this.log = new LogRetention(log);
        this.clock = clock;
        this.auditDuration = auditDuration;
    }

    /** Purges everything that is due now, and answers how many files that were. */
    public int purgeDue() {
        Instant now = clock.instant();
        int purged = 0;
        int batch;
        do {
            batch = database.write(sql -> purgeQueued(sql, now) + purgeExpired(sql, now));
            purged += batch;
        } while (batch > 0);
        return purged;
    }

    private int purgeQueued(Statements sql, Instant now) throws SQLException {
        List<CleanupQueue.Due> due = queue.due(sql, now, BATCH);
        for (CleanupQueue.Due entry : due) {
            Optional<FileRow> row = rows.find(sql, FileId.of(entry.fileId()));
            if (row.isPresent() && row.get().file().isDeleted()) {
                removal.purge(sql, row.get(), ACTOR, now, CleanupReason.USER_REQUEST);
            }
            queue.done(sql, entry, now);
        }
        return due.size();
    }

    private int purgeExpired(Statements sql, Instant now) throws SQLException {
        List<FileRow> expired = rows.expired(sql, now, BATCH);
        for (FileRow row : expired) {
            queue.cancel(sql, row.file().id().value());
            removal.purge(sql, row, ACTOR, now, CleanupReason.EXPIRED);
        }
        return expired.size();
    }

    /** Forgets what has been kept long enough: log entries, carried-out queue entries, ended sessions without files. */
    public int forgetOld() {
        Instant now = clock.instant();
        Instant limit = now.minus(auditDuration);
        int forgotten = 0;
        int batch;
        do {
            batch = database.write(sql -> log.removeOlderThan(sql, limit, now));
            forgotten += batch;
        } while (batch > 0);
        return forgotten
                + database.write(sql -> queue.removeProcessedBefore(sql, limit) + sessions.removeEmptyEnded(sql));
    }
}
