package dev.dossier;

import dev.dossier.access.Actor;
import dev.dossier.blobs.ScrubProgress;
import dev.dossier.blobs.Scrubber;
import dev.dossier.blobs.Sweeper;
import dev.dossier.files.Erasures;
import dev.dossier.files.RetentionWorker;
import dev.dossier.scanning.VirusScan;
import dev.dossier.sessions.OwnerNaming;
import java.time.Duration;

/** What is done beside the requests: purging what is due, sweeping what nobody uses, reading again what is
 * kept, scanning what is new. Thread-safe. */
public final class Maintenance {
    private final Erasures erasures;
    private final RetentionWorker retention;
    private final Sweeper sweeper;
    private final Scrubber scrubber;
    private final VirusScan virusScan;
    private final OwnerNaming ownerNaming;

    Maintenance(
            Erasures erasures,
            RetentionWorker retention,
            Sweeper sweeper,
            Scrubber scrubber,
            VirusScan virusScan,
            OwnerNaming ownerNaming) {
        this.erasures = erasures;
        this.retention = retention;
        this.sweeper = sweeper;
        this.scrubber = scrubber;
        this.virusScan = virusScan;
        this.ownerNaming = ownerNaming;
    }

    /** Purges the files that are due now, and answers how many that were. */
    public int purgeDue() {
        return retention.purgeDue();
    }

    /** Forgets old log and queue entries and ended sessions without files, and answers how many rows that were. */
    public int forgetOld() {
        return retention.forgetOld();
    }

    /** Goes on with erasures that a crash has broken off, and answers how many those were. */
    public int resumeErasures() {
        return erasures.as(Actor.administrator("retention")).resume();
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
        return ownerNaming.run();
    }

    /**
     * Reads stored bytes again, where the last turn stopped, no faster than the configuration allows.
     *
     * @param longest how long to work at most
     * @throws InterruptedException when the thread is interrupted; what was read is not read again
     */
    public Scrubber.Turn scrub(Duration longest) throws InterruptedException {
        return scrubber.turn(longest);
    }

    /** Scanning for viruses, where it is configured. */
    public VirusScan virusScan() {
        return virusScan;
    }

    /** How far reading again has come, in whichever process. */
    public ScrubProgress scrubProgress() {
        return scrubber.progress();
    }
}
