package dev.dossier;

import dev.dossier.blobs.Sweeper;
import dev.dossier.files.RetentionWorker;

/** What is done beside the requests: purging what is due, sweeping what nobody uses. Thread-safe. */
public final class Maintenance {
    private final RetentionWorker retention;
    private final Sweeper sweeper;

    Maintenance(RetentionWorker retention, Sweeper sweeper) {
        this.retention = retention;
        this.sweeper = sweeper;
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
}
