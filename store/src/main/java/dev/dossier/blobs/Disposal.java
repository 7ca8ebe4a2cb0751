package dev.dossier.blobs;

import dev.dossier.database.Database;
import java.io.IOException;
import java.util.List;

/**
 * Removes the bytes of condemned blobs, and then their rows. There is no way back from being condemned and no key ever comes
 * back, so it needs no lock, may be repeated after a crash, and any number of processes may do it at once. Thread-safe.
 */
public final class Disposal {
    private static final int BATCH = 500;

    /** Bytes that stand elsewhere under a blob's content and go with it. */
    @FunctionalInterface
    public interface Originals {
        /** Removes them, if there are any. */
        void remove(BlobKey key) throws IOException;
    }

    private final Database database;
    private final BlobStore store;
    private final BlobCatalog catalog;
    private final Originals originals;

    /** A disposal of that store's blobs. */
    public Disposal(Database database, Blobs blobs, Originals originals) {
        this.database = database;
        this.store = blobs.store();
        this.catalog = blobs.catalog();
        this.originals = originals;
    }

    /** Removes every blob that is condemned, and answers how many that were. */
    public int all() throws IOException {
        int removed = 0;
        while (true) {
            List<BlobKey> keys = database.read(sql -> catalog.condemned(sql, BATCH));
            if (keys.isEmpty()) {
                return removed;
            }
            remove(keys);
            removed += keys.size();
        }
    }

    /** Removes these blobs, which must be condemned. */
    public void remove(List<BlobKey> keys) throws IOException {
        for (BlobKey key : keys) {
            originals.remove(key);
            store.remove(key);
        }
        database.write(sql -> {
            for (BlobKey key : keys) {
                catalog.forget(sql, key);
            }
            return keys.size();
        });
    }
}
