package dev.dossier.sessions;

import dev.dossier.access.AccessMode;
import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Transactions on behalf of one actor: each looks at a consistent state and admits or refuses the actor; what must be logged
 * of a change is logged in its own transaction, and of what was refused or only read, after it. Immutable and thread-safe.
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

    /** Reads; what must be logged of that is logged before anybody is answered. */
    public <T> T read(Work<T> work) {
        Admission admission = new Admission(policy, actor);
        T answer = refusable(admission, () -> database.read(sql -> work.run(sql, admission)));
        log(admission);
        return answer;
    }

    /** Changes something. */
    public <T> T write(Work<T> work) {
        return admitted(admission -> database.write(sql -> change(sql, admission, work)));
    }

    /** Runs a transaction of any kind that changes something: it has to do its work by {@link #change}. */
    public <T> T admitted(Function<Admission, T> transaction) {
        Admission admission = new Admission(policy, actor);
        return refusable(admission, () -> transaction.apply(admission));
    }

    /** Does work inside a transaction, and logs there what must be logged of it: both are kept, or neither. */
    public <T> T change(Statements sql, Admission admission, Work<T> work) throws SQLException {
        T answer = work.run(sql, admission);
        admission.log(sql, log, now());
        return answer;
    }

    /**
     * Nothing is kept of a transaction that is refused, so what must be logged of it is logged on its own. Where it is not certain
     * whether it was kept, its entries were or were not with it.
     */
    private <T> T refusable(Admission admission, Supplier<T> transaction) {
        try {
            return transaction.get();
        } catch (StorageException e) {
            throw e;
        } catch (DossierException refusal) {
            log(admission);
            throw refusal;
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
        return refusable(admission, () -> database.read(sql -> work.run(sql, admission)));
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
