package dev.dossier.audit;

import dev.dossier.access.Actor;
import dev.dossier.database.Database;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageFullException;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refusals that are made before any session or file is looked at: nobody knows who asks, or it may not ask like that. Thread-safe. */
public final class Refusals {
    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;

    /** Refusals in that log. */
    public Refusals(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Logs one. Where nothing can be logged it is refused all the same.
     *
     * @param actor who asked; null where that is not known
     * @param address from which network address; null where that is not known
     * @param details what else is known; never a secret
     */
    public void add(@Nullable Actor actor, @Nullable String address, Map<String, ?> details) {
        try {
            database.write(sql -> {
                log.addRefusal(sql, actor, address, clock.instant(), details);
                return true;
            });
        } catch (ReadOnlyException | StorageFullException | BusyException e) {
            return; // the refusal stands
        }
    }
}
