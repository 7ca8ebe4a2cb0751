package dev.dossier.blobs;

import dev.dossier.database.Database;
import java.time.InstantSource;

/**
 * Bytes and what the database knows of them, put together.
 *
 * @param store where bytes are kept
 * @param staging where they arrive
 * @param catalog what the database knows of them
 * @param intake how both are brought together
 */
public record Blobs(BlobStore store, Staging staging, BlobCatalog catalog, BlobIntake intake) {
    /**
     * Bytes in that store, recorded in that database.
     *
     * @param holding whether new content is held until it has been scanned
     */
    public static Blobs in(BlobStore store, Staging staging, Database database, InstantSource clock, boolean holding) {
        BlobCatalog catalog = new BlobCatalog();
        return new Blobs(store, staging, catalog, new BlobIntake(database, store, catalog, clock, holding));
    }
}
