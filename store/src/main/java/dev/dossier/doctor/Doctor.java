package dev.dossier.doctor;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Compares what the database says with what is stored, both ways. It may work while the store is in use.
 *
 * <p>Examining writes nothing. Repairing does what {@link Finding.Kind} says and nothing else: it never removes a row of a
 * file, nor bytes that a file uses, nor what is not ours, nor bytes that are younger than the grace period. Each repair looks
 * again in its own transaction, so what has changed meanwhile is left as it is. The access log gets one entry in the end, with how many
 * of each kind were put right.
 */
public final class Doctor {
    private final Database database;
    private final AccessLog log;
    private final BlobExamination blobs;
    private final ByteExamination bytes;
    private final RowExamination rows;
    private final UsageExamination usage;
    private final InstantSource clock;
    private final Duration graceDuration;

    /**
     * A doctor for that store.
     *
     * @param log where it is told what was put right
     * @param graceDuration how long bytes that no file uses are kept
     * @param retentionDuration how long a deleted file can be restored
     */
    public Doctor(
            Database database,
            AccessLog log,
            BlobStore store,
            Staging staging,
            InstantSource clock,
            Duration graceDuration,
            Duration retentionDuration) {
        this.database = database;
        this.log = log;
        this.blobs = new BlobExamination(database, store, clock);
        this.bytes = new ByteExamination(database, store, staging, clock);
        this.rows = new RowExamination(database, clock, retentionDuration);
        this.usage = new UsageExamination(database);
        this.clock = clock;
        this.graceDuration = graceDuration;
    }

    /**
     * Looks at everything and changes nothing.
     *
     * @param deep whether to read and hash all bytes too
     */
    public Diagnosis examine(boolean deep) {
        return run(deep, false);
    }

    /**
     * Looks at everything and puts right what is safe to put right.
     *
     * @param deep whether to read and hash all bytes too; those of quarantined blobs always are
     */
    public Diagnosis repair(boolean deep) {
        return run(deep, true);
    }

    private Diagnosis run(boolean deep, boolean repairing) {
        Report report = new Report(database, repairing);
        Instant limit = clock.instant().minus(graceDuration);
        try {
            rows.run(report);
            blobs.run(report, deep);
            bytes.run(report, limit);
            usage.run(report);
        } catch (IOException e) {
            throw Staging.translate(e);
        } finally {
            log(report.repaired());
        }
        return new Diagnosis(report.findings(), deep);
    }

    private void log(Map<String, Integer> repaired) {
        if (!repaired.isEmpty()) {
            database.write(sql -> {
                log.add(sql, AccessType.REPAIR, null, null, Actor.LOCAL, clock.instant(), repaired);
                return true;
            });
        }
    }
}
