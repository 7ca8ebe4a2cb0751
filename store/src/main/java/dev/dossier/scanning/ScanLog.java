package dev.dossier.scanning;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobKey;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.database.Work;
import dev.dossier.errors.BusyException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a content is logged for every file that has it: for the first files in the transaction that changes it, for the
 * others, of which there may be many, in small ones after it. A result that took minutes is not thrown away because the
 * database is busy for a moment.
 */
record ScanLog(Database database, AccessLog log) {
    private static final int BATCH = 200;
    private static final int TRIES = 5;

    /**
     * Changes the content and logs it.
     *
     * @param change answers whether it changed anything; otherwise nothing is logged
     * @return the files that are concerned, by identifier; none when nothing was changed
     */
    List<String> change(BlobKey key, Work<Boolean> change, Actor actor, Instant at, Map<String, String> details) {
        List<String> files =
                new ArrayList<>(write(sql -> change.run(sql) ? add(sql, key, "", actor, at, details) : List.of()));
        List<String> batch = files;
        while (batch.size() == BATCH) {
            String after = files.getLast();
            batch = write(sql -> add(sql, key, after, actor, at, details));
            files.addAll(batch);
        }
        return files;
    }

    private List<String> add(
            Statements sql, BlobKey key, String afterId, Actor actor, Instant at, Map<String, String> details)
            throws SQLException {
        List<String> files = new ArrayList<>();
        for (ScanRows.Use use : new ScanRows().uses(sql, key, afterId, BATCH)) {
            log.add(sql, AccessType.SCAN, use.fileId(), use.session(), actor, at, details);
            files.add(use.fileId());
        }
        return files;
    }

    /** Writes, and tries a busy database again a few times. */
    <T> T write(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return database.write(work);
            } catch (BusyException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }
}
