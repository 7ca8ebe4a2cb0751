package dev.dossier.scanning;

import dev.dossier.database.Database;
import dev.dossier.errors.DossierException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The claim of a worker while it works. Not thread-safe: it is the worker's own. */
final class RunningClaim {
    private final Database database;
    private final InstantSource clock;
    private final Duration duration;
    private final ScanRows rows = new ScanRows();
    private Claim claim;

    RunningClaim(Database database, InstantSource clock, Claim claim, Duration duration) {
        this.database = database;
        this.clock = clock;
        this.claim = claim;
        this.duration = duration;
    }

    /** As it is now. */
    Claim claim() {
        return claim;
    }

    /** How often it is to be extended. */
    Duration pause() {
        return duration.dividedBy(3);
    }

    /** Puts off when the content falls to another worker; a moment at which that is impossible passes. */
    void extend() {
        try {
            defer(clock.instant().plus(duration));
        } catch (DossierException e) {
            return; // the next time will do
        }
    }

    /** Lets another worker have it at once. */
    void giveBack() {
        try {
            defer(clock.instant());
        } catch (DossierException e) {
            return; // it falls to another one when the claim runs out
        }
    }

    private void defer(Instant until) {
        if (database.write(sql -> rows.defer(sql, claim, until))) {
            claim = claim.extendedTo(until);
        }
    }
}
