package dev.dossier.blobs;

import dev.dossier.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares every blob with its bytes, and changes nothing. */
public final class ContentCheck {
    private static final int PAGE = 500;

    /** Whose bytes are read and hashed; of the others only the presence and the length are looked at. */
    public enum Depth {
        /** Nobody's. */
        LENGTHS,
        /** Those of quarantined blobs, to tell whether they are whole again. */
        QUARANTINED,
        /** Everybody's. */
        ALL
    }

    /** What is the matter with a blob. */
    public enum State {
        /** Its bytes are missing, wrong or unreadable. */
        DAMAGED,
        /** It is quarantined and its bytes were not read. */
        QUARANTINED,
        /** It is quarantined and its bytes are whole. */
        WHOLE_AGAIN
    }

    /**
     * A blob that is not what it should be.
     *
     * @param key which
     * @param state what is the matter with it
     * @param problem the same in words
     * @param files the files that use it, by identifier
     */
    public record Finding(BlobKey key, State state, String problem, List<String> files) {
        /** Defensive copy. */
        public Finding {
            files = List.copyOf(files);
        }
    }

    private final Database database;
    private final BlobCatalog catalog;
    private final BlobProbe probe;

    /** A check of that store. */
    public ContentCheck(Database database, BlobStore store) {
        this.database = database;
        this.catalog = new BlobCatalog();
        this.probe = new BlobProbe(store);
    }

    /** Checks all blobs. */
    public List<Finding> run(Depth depth) {
        List<Finding> findings = new ArrayList<>();
        String after = "";
        while (true) {
            String from = after;
            List<Blob> page = database.read(sql -> catalog.page(sql, from, PAGE));
            if (page.isEmpty()) {
                return findings;
            }
            for (Blob blob : page) {
                check(blob, depth).ifPresent(findings::add);
            }
            after = page.getLast().key().value();
        }
    }

    private Optional<Finding> check(Blob blob, Depth depth) {
        boolean read = depth == Depth.ALL || (depth == Depth.QUARANTINED && blob.quarantined());
        Optional<String> problem = read ? probe.read(blob, bytes -> {}) : probe.look(blob);
        if (problem.isPresent()) {
            return finding(blob, State.DAMAGED, problem.get());
        }
        if (!blob.quarantined()) {
            return Optional.empty();
        }
        return read
                ? finding(blob, State.WHOLE_AGAIN, "is quarantined though its bytes are whole")
                : finding(blob, State.QUARANTINED, "was quarantined; a deep check tells whether it is whole again");
    }

    /** A blob that was removed while it was looked at is no finding. */
    private Optional<Finding> finding(Blob blob, State state, String problem) {
        return database.read(sql -> catalog.isUsable(sql, blob.key())
                ? Optional.of(new Finding(blob.key(), state, problem, catalog.files(sql, blob.key())))
                : Optional.empty());
    }
}
