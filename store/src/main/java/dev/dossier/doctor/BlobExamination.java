package dev.dossier.doctor;

import dev.dossier.blobs.BlobCatalog;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.ContentCheck;
import dev.dossier.blobs.ContentCheck.Depth;
import dev.dossier.blobs.ContentCheck.State;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.doctor.Finding.Kind;
import java.sql.SQLException;
import java.time.InstantSource;

/** From rows to bytes: every blob has its bytes, and what is quarantined is so for a reason. */
final class BlobExamination {
    private final BlobCatalog catalog = new BlobCatalog();
    private final ContentCheck check;
    private final InstantSource clock;

    BlobExamination(Database database, BlobStore store, InstantSource clock) {
        this.check = new ContentCheck(database, store);
        this.clock = clock;
    }

    void run(Report report, boolean deep) {
        for (ContentCheck.Finding found : check.run(deep ? Depth.ALL : Depth.QUARANTINED)) {
            boolean damaged = found.state() == State.DAMAGED;
            report.add(
                    damaged ? Kind.DAMAGED_BYTES : Kind.QUARANTINED_WHOLE,
                    found.key().value(),
                    found.files(),
                    found.problem(),
                    sql -> damaged ? replace(sql, found.key()) : reinstate(sql, found.key()));
        }
    }

    /** Quarantine keeps damage from being served; it is put right once every file of the blob uses a whole copy. */
    private boolean replace(Statements sql, BlobKey key) throws SQLException {
        catalog.quarantine(sql, key);
        catalog.moveToTwin(sql, key, clock.instant());
        return catalog.files(sql, key).isEmpty();
    }

    private boolean reinstate(Statements sql, BlobKey key) throws SQLException {
        return catalog.reinstate(sql, key) || catalog.moveToTwin(sql, key, clock.instant()) > 0;
    }
}
