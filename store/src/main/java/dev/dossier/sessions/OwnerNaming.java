package dev.dossier.sessions;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Sessions without an owner get the first uploader who is known, and an entry in the log each. Thread-safe. */
public final class OwnerNaming {
    private static final int BATCH = 500;

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final SessionRows sessions = new SessionRows();

    /** Naming in that database. */
    public OwnerNaming(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** Names all owners that can be named, and answers how many those were. */
    public int run() {
        int named = 0;
        int batch;
        do {
            batch = database.write(this::nameSome);
            named += batch;
        } while (batch == BATCH);
        return named;
    }

    private int nameSome(Statements sql) throws SQLException {
        Instant now = clock.instant();
        List<String> named = sessions.nameOwners(sql, BATCH);
        for (String session : named) {
            log.add(sql, AccessType.NAME_OWNER, null, session, Actor.LOCAL, now, Map.of());
        }
        return named.size();
    }
}
