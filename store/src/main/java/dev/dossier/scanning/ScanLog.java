package dev.dossier.scanning;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.blobs.BlobKey;
import dev.dossier.database.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of a content is logged for every file that has it, in small transactions: there may be many. */
record ScanLog(Database database, AccessLog log) {
    private static final int BATCH = 200;

    /** Logs it, and answers the files by identifier. */
    List<String> add(BlobKey key, Actor actor, Instant at, Map<String, String> details) {
        ScanRows rows = new ScanRows();
        List<String> files = new ArrayList<>();
        List<ScanRows.Use> batch;
        do {
            String after = files.isEmpty() ? "" : files.getLast();
            batch = database.write(sql -> {
                List<ScanRows.Use> uses = rows.uses(sql, key, after, BATCH);
                for (ScanRows.Use use : uses) {
                    log.add(sql, AccessType.SCAN, use.fileId(), use.session(), actor, at, details);
                }
                return uses;
            });
            batch.forEach(use -> files.add(use.fileId()));
        } while (batch.size() == BATCH);
        return files;
    }
}
