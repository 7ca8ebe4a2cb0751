package dev.dossier.blobs;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Bytes on a local disk")
class DiskBlobStoreTest extends BlobStoreContract {
    @Override
    BlobStore create(Path root) {
        return new DiskBlobStore(root);
    }
}
