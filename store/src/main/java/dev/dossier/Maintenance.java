package dev.dossier;

import dev.dossier.blobs.Sweeper;
import dev.dossier.database.Database;
import dev.dossier.files.RetentionWorker;
import dev.dossier.sessions.SessionRows;

/** What is done beside the requests: purging what is due, sweeping what nobody uses. Thread-safe. */
public final class Maintenance {
    private final RetentionWorker retention;
    private final Sweeper sweeper;
    private final Database database;

    Maintenance(RetentionWorker retention, Sweeper sweeper, Database database) {
        this.retention = retention;
        this.sweeper = sweeper;
        this.database = database;
    }

    /** Purges the files that are due now, and answers how many that were. */
    public int purgeDue() {
        return retention.purgeDue();
    }

    /** Forgets old log and queue entries and ended sessions without files, and answers how many rows that were. */
    public int forgetOld() {
        return retention.forgetOld();
    }

    /** Removes bytes that no file has used for the grace period. */
    public Sweeper.Swept sweep() {
        return sweeper.sweep();
    }

    /**
     * Gives sessions that have no owner the first uploader who is known, and answers how many got one. Safe to repeat: an
     * owner is never replaced. Not done by itself, because an upload by an administrator would give it the session.
     */
    public int nameOwners() {
        return database.write(new SessionRows()::nameOwners);
    }
}
