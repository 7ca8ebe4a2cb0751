package dev.dossier.scanning;

import dev.dossier.blobs.BlobContent;
import dev.dossier.blobs.BlobStore;
import dev.dossier.hashing.Sha256;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * The scan of one content. The scanner sees the content itself and nothing else: what was sent to it is hashed on the way.
 *
 * @param store where the bytes are
 * @param config where the scanner is
 */
record ContentScan(BlobStore store, ScannerConfig config) {
    /** What came of it. */
    sealed interface Result {
        /** The scanner has seen the content, or as much of it as it wanted. */
        record Scanned(Verdict verdict) implements Result {}

        /** What is stored is not the content. */
        record Damaged(String problem) implements Result {}

        /** What is stored could not be read, or something else went wrong that nobody foresaw. */
        record Unreadable(String problem) implements Result {}
    }

    Result run(RunningClaim claim) throws InterruptedException {
        Claim begun = claim.claim();
        Duration longest = config.patienceFor(begun.sizeBytes());
        try {
            return new Patience(longest, claim.pause(), claim::extend).run(() -> scan(begun));
        } catch (TimeoutException e) {
            return failed("it took longer than " + longest.toSeconds() + " seconds");
        } catch (NoSuchFileException e) {
            return new Result.Damaged("its bytes are missing");
        } catch (ScannerException e) {
            return failed("the scan broke off: " + e.getMessage());
        } catch (IOException e) {
            return new Result.Unreadable(e.toString());
        }
    }

    private Result scan(Claim claim) throws IOException {
        try (BlobContent content = store.open(claim.key());
                DigestInputStream bytes = new DigestInputStream(content.stream(), Sha256.digest())) {
            Verdict verdict = new Clamd(config.address()).scan(bytes);
            boolean all = !(verdict instanceof Verdict.Failed);
            return all
                            && !Sha256.hex(bytes.getMessageDigest())
                                    .equals(claim.key().sha256())
                    ? new Result.Damaged("it has other bytes than its hash says")
                    : new Result.Scanned(verdict);
        }
    }

    private static Result failed(String reason) {
        return new Result.Scanned(new Verdict.Failed(reason, false));
    }
}
