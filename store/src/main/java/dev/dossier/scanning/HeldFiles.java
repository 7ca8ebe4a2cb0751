package dev.dossier.scanning;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.ScanState;
import dev.dossier.database.Database;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileId;
import dev.dossier.sessions.PageLimit;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files whose content is held, for whoever runs the store: it asks nobody's leave, and logs what it changes. It works also
 * where nothing is scanned (any more). Thread-safe.
 */
public final class HeldFiles {
    private static final int PAGE = 1000;

    private final Database database;
    private final ScanLog log;
    private final InstantSource clock;
    private final ScanRows rows = new ScanRows();

    /** The held files of that database. */
    public HeldFiles(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = new ScanLog(database, log);
        this.clock = clock;
    }

    /**
     * Some of them, those that were uploaded first.
     *
     * @param limit how many at most, up to the longest page
     */
    public List<HeldFile> list(int limit) {
        PageLimit.check(limit);
        return database.read(sql -> rows.held(sql, limit));
    }

    /** How many contents are held, by state; several files may share one. */
    public Map<ScanState, Long> count() {
        return database.read(rows::count);
    }

    /** How many contents are yet to be scanned, held or not. */
    public long countDue() {
        return database.read(rows::countDue);
    }

    /**
     * Hands the content of a file out although it was not found clean, also to every other file with the same content.
     *
     * @param by who vouches for it
     * @throws NotFoundException when there is no such file
     * @throws ConflictException when it is not held
     */
    public void pass(FileId id, Actor by) {
        BlobKey key = database.read(
                sql -> rows.blob(sql, id.value()).orElseThrow(() -> new NotFoundException("file", id.value())));
        List<String> passed = log.change(
                key, sql -> rows.pass(sql, key), by, clock.instant(), Map.of("state", ScanState.PASSED.toString()));
        if (passed.isEmpty()) {
            throw new ConflictException("The content of file " + id + " is not held; there is nothing to pass.");
        }
    }

    /**
     * Has everything scanned again that is neither infected nor passed: what failed is held on, what was clean is handed out
     * meanwhile.
     *
     * @return how many contents that are
     */
    public int scanAgain() {
        int due = 0;
        String after = "";
        Optional<String> last = endOfPage(after);
        while (last.isPresent()) {
            String from = after;
            String to = last.get();
            due += database.write(sql -> rows.scheduleAll(sql, from, to, clock.instant()));
            after = to;
            last = endOfPage(after);
        }
        return due;
    }

    private Optional<String> endOfPage(String after) {
        return database.read(sql -> rows.endOfPage(sql, after, PAGE));
    }
}
