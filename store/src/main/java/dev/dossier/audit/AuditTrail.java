package dev.dossier.audit;

import dev.dossier.database.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The access log as whoever runs the store sees it: all of it, whosever it is. It asks nobody's leave and notes nothing, so it is
 * for commands on the machine itself. Thread-safe.
 */
public final class AuditTrail {
    private static final int BATCH = 1000;

    /** Where the log is read. */
    @FunctionalInterface
    public interface Source {
        /** Runs the work on a consistent state of the database. */
        <T> T read(Work<T> work);
    }

    private final Source source;
    private final InstantSource clock;
    private final Duration keptDuration;

    /**
     * The log of that database.
     *
     * @param keptDuration how long entries are kept
     */
    public AuditTrail(Source source, InstantSource clock, Duration keptDuration) {
        this.source = source;
        this.clock = clock;
        this.keptDuration = keptDuration;
    }

    /**
     * Reads the whole log again and says what in it was not written by Dossier, or is not any more as it was written. Entries
     * from before the first chain are counted and not verified. Someone who may write the database can compute all hashes of a
     * chain anew, cut off its end, or add an entry that says its beginning was removed when its time was over: only
     * {@code expected} shows that. What was noted there and is younger than entries are kept has to be there.
     *
     * @param expected heads that were noted elsewhere; may be empty
     */
    public AuditReport verify(List<AuditHead> expected) {
        Instant keptSince = clock.instant().minus(keptDuration);
        return source.read(sql -> new Verification(sql).run(expected, keptSince));
    }

    /** The newest entry of every node's chain, to be kept elsewhere. */
    public List<AuditHead> heads() {
        return source.read(Chains::heads);
    }

    /**
     * The newest entries, newest first.
     *
     * @param limit how many at most
     */
    public List<AccessEntry> search(AuditQuery query, int limit) {
        return read(query, "l.log_id < ?", Long.MAX_VALUE, " ORDER BY l.log_id DESC", limit);
    }

    /** Gives entries to a reader, oldest first. Entries that are added meanwhile may be among them. */
    public void export(AuditQuery query, Consumer<AccessEntry> reader) {
        long read = 0;
        List<AccessEntry> batch;
        do {
            batch = read(query, "l.log_id > ?", read, " ORDER BY l.log_id", BATCH);
            batch.forEach(reader);
            read = batch.isEmpty() ? read : batch.getLast().id();
        } while (batch.size() == BATCH);
    }

    private List<AccessEntry> read(AuditQuery query, String place, long id, String order, int limit) {
        Map<String, @Nullable Object> conditions = new LinkedHashMap<>();
        conditions.put("l.access_type = ?", query.type());
        conditions.put("l.result = ?", query.result());
        conditions.put("l.file_id = ?", query.file());
        conditions.put("l.session_id = ?", query.session());
        conditions.put("l.owner = ?", query.owner());
        conditions.put("l.accessed_by = ?", query.actor());
        conditions.put("l.accessed_at >= ?", query.from());
        conditions.put("l.accessed_at < ?", query.until());
        conditions.values().removeIf(value -> value == null);
        conditions.put(place, id);
        List<@Nullable Object> parameters = new ArrayList<>(conditions.values());
        parameters.add(limit);
        String text = "SELECT l.* FROM file_access_log l WHERE " + String.join(" AND ", conditions.keySet()) + order
                + " LIMIT ?";
        return source.read(sql -> sql.list(text, AccessLog::entry, parameters.toArray()));
    }
}
