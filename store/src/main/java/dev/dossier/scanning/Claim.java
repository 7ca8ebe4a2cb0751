package dev.dossier.scanning;

import dev.dossier.blobs.BlobKey;
import java.time.Instant;

/**
 * A blob that a worker has taken to scan it. Immutable; whoever extends a claim has a new one.
 *
 * @param key which blob
 * @param sizeBytes how large
 * @param attempts how many scans have come to no result
 * @param until when it falls to another worker; whoever claims it then writes another time, by which the first one notices
 */
record Claim(BlobKey key, long sizeBytes, int attempts, Instant until) {
    Claim extendedTo(Instant later) {
        return new Claim(key, sizeBytes, attempts, later);
    }
}
