package dev.dossier.doctor;

import dev.dossier.blobs.BlobCatalog;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import dev.dossier.doctor.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** From bytes to rows: everything that is stored is known, or was put there by somebody else. */
final class ByteExamination {
    private final BlobCatalog catalog = new BlobCatalog();
    private final Database database;
    private final BlobStore store;
    private final Staging staging;
    private final InstantSource clock;

    ByteExamination(Database database, BlobStore store, Staging staging, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.staging = staging;
        this.clock = clock;
    }

    void run(Report report, Instant limit) throws IOException {
        store.eachWrittenBefore(limit, keys -> {
            Set<BlobKey> known = database.read(sql -> catalog.known(sql, keys.getFirst(), keys.getLast()));
            for (BlobKey key : keys) {
                if (!known.contains(key)) {
                    report.add(
                            Kind.UNKNOWN_BYTES,
                            key.value(),
                            "stands in the store and not in the database",
                            report.isRepairing() && remove(key));
                }
            }
        });
        for (String stray : store.strays()) {
            report.add(Kind.STRAY, "blobs/" + stray, List.of(), "is no blob");
        }
        for (Path file : staging.abandoned(limit)) {
            report.add(
                    Kind.ABANDONED_UPLOAD,
                    "tmp/" + file.getFileName(),
                    "was left by an upload that never ended",
                    report.isRepairing() && Files.deleteIfExists(file));
        }
    }

    /** As the sweeper does it: nothing loses its bytes before the database says so. */
    private boolean remove(BlobKey key) throws IOException {
        if (!database.write(sql -> catalog.condemnUnknown(sql, key, clock.instant()))) {
            return false;
        }
        store.remove(key);
        database.write(sql -> {
            catalog.forget(sql, key);
            return true;
        });
        return true;
    }
}
