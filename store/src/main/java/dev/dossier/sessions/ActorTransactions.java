package dev.dossier.sessions;

import dev.dossier.access.AccessMode;
import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageFullException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * Transactions on behalf of one actor: each looks at a consistent state and admits or refuses the actor; what must be logged
 * of that is logged when it has ended, however it ended. Immutable and thread-safe.
 *
 * @param database where
 * @param policy who may
 * @param log who did
 * @param clock when
 * @param actor on whose behalf
 */
public record ActorTransactions(
        Database database, AccessPolicy policy, AccessLog log, InstantSource clock, Actor actor) {
    /**
     * What one transaction does.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run(Statements sql, Admission admission) throws SQLException;
    }

    /** Something that is logged on its own. */
    @FunctionalInterface
    public interface Entry {
        /** Adds it. */
        void add(Statements sql) throws SQLException;
    }

    /** The same on behalf of another actor. */
    public ActorTransactions as(Actor other) {
        return new ActorTransactions(database, policy, log, clock, other);
    }

    /** The time, as exactly as the database keeps it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Which sessions stand in the actor's lists. */
    public Visibility visibility() {
        return Visibility.of(policy, actor);
    }

    /** Reads. */
    public <T> T read(Work<T> work) {
        return admitted(admission -> database.read(sql -> work.run(sql, admission)));
    }

    /** Changes something. */
    public <T> T write(Work<T> work) {
        return admitted(admission -> database.write(sql -> work.run(sql, admission)));
    }

    /** Runs a transaction of any kind. */
    public <T> T admitted(Function<Admission, T> transaction) {
        Admission admission = new Admission(policy, actor);
        try {
            return transaction.apply(admission);
        } finally {
            log(admission);
        }
    }

    /** Asks ahead of the work itself, which asks again. Where nobody is refused anything there is nothing to ask. */
    public void ask(Work<?> question) {
        if (policy.mode() == AccessMode.ENFORCED) {
            ahead((sql, admission) -> {
                question.run(sql, admission);
                return true;
            });
        }
    }

    /** Reads ahead of the work itself, which asks again: a refusal is logged now, anything else then. */
    public <T> T ahead(Work<T> work) {
        Admission admission = new Admission(policy, actor);
        try {
            return database.read(sql -> work.run(sql, admission));
        } catch (DossierException refusal) {
            log(admission);
            throw refusal;
        }
    }

    private void log(Admission admission) {
        if (admission.hasNotes()) {
            Instant now = now();
            logWhereThereIsRoom(sql -> admission.log(sql, log, now));
        }
    }

    /**
     * Logs something that changes nothing else. On a full disk or a read-only store it goes unlogged, so that files can
     * still be read.
     */
    public void logWhereThereIsRoom(Entry entry) {
        try {
            database.write(sql -> {
                entry.add(sql);
                return true;
            });
        } catch (ReadOnlyException | StorageFullException e) {
            return; // reading goes on
        }
    }
}
