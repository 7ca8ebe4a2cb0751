package dev.dossier.blobs;

import dev.dossier.database.Database;
import dev.dossier.errors.ReadOnlyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares every blob with its bytes. What is missing or wrong is quarantined, what is whole again is reinstated; nothing
 * is ever removed.
 */
public final class ContentCheck {
    private static final int PAGE = 500;
    private static final int BUFFER_BYTES = 128 * 1024;

    /**
     * A blob that is not what it should be.
     *
     * @param key which
     * @param problem what is wrong with it, in words
     */
    public record Finding(BlobKey key, String problem) {}

    private final Database database;
    private final BlobStore store;
    private final BlobCatalog catalog;

    /** A check of that store. */
    public ContentCheck(Database database, Blobs blobs) {
        this.database = database;
        this.store = blobs.store();
        this.catalog = blobs.catalog();
    }

    /**
     * Checks all blobs.
     *
     * @param deep whether to read and hash the bytes too, rather than only to compare their length
     * @param progress told of each blob once it is checked
     */
    public List<Finding> run(boolean deep, Consumer<Blob> progress) {
        List<Finding> findings = new ArrayList<>();
        String after = "";
        while (true) {
            String from = after;
            List<Blob> page = database.read(sql -> catalog.page(sql, from, PAGE));
            if (page.isEmpty()) {
                return findings;
            }
            for (Blob blob : page) {
                check(blob, deep, findings);
                progress.accept(blob);
            }
            after = page.getLast().key().value();
        }
    }

    private void check(Blob blob, boolean deep, List<Finding> findings) {
        String problem = problem(blob, deep);
        if (!problem.isEmpty()) {
            findings.add(new Finding(blob.key(), problem));
            record(() -> database.write(sql -> {
                catalog.quarantine(sql, blob.key());
                return problem;
            }));
        } else if (blob.quarantined() && deep) {
            record(() -> database.write(sql -> {
                catalog.reinstate(sql, blob.key());
                return problem;
            }));
        }
    }

    private String problem(Blob blob, boolean deep) {
        try (BlobContent content = store.open(blob.key())) {
            if (content.sizeBytes() != blob.sizeBytes()) {
                return "has " + content.sizeBytes() + " bytes instead of " + blob.sizeBytes();
            }
            if (deep && !sha256(content).equals(blob.key().sha256())) {
                return "has other bytes than its hash says";
            }
            return blob.quarantined() && !deep ? "was quarantined; a deep check can reinstate it" : "";
        } catch (NoSuchFileException e) {
            return "is missing";
        } catch (IOException | UncheckedIOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private static String sha256(BlobContent content) throws IOException {
        MessageDigest digest = Staging.sha256();
        InputStream in = content.stream();
        byte[] buffer = new byte[BUFFER_BYTES];
        int read;
        while ((read = in.read(buffer, 0, buffer.length)) >= 0) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void record(Runnable change) {
        try {
            change.run();
        } catch (ReadOnlyException e) {
            return; // a store that can only be read is reported on, not changed
        }
    }
}
