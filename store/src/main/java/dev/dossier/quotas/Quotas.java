package dev.dossier.quotas;

import dev.dossier.blobs.Allowance;
import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.errors.QuotaExceededException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.quotas.Reservations.Refusal;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The limits of what is kept. Thread-safe; exact, whatever happens at once and in however many processes:
 *
 * <ol>
 *   <li><b>Before the first byte</b> room is taken for the announced length, or step by step for a length that nobody
 *       knows. It counts against the files that are there and against what other arrivals of this process have taken, so
 *       that what cannot be kept is refused early. It lives in memory: a crash gives it back.
 *   <li><b>In the transaction</b> that adds the files, the sums that the database keeps are looked at once more. This is what
 *       makes the limit exact: other processes are bound by it too.
 * </ol>
 */
public final class Quotas {
    private final Database database;
    private final StorageLimits limits;
    private final UsageRows rows = new UsageRows();
    private final Reservations reservations = new Reservations();
    private final DiskRoom room;

    /**
     * The limits of that store.
     *
     * @param directory where bytes arrive
     */
    public Quotas(Database database, StorageLimits limits, Path directory) {
        this.database = database;
        this.limits = limits;
        this.room = new DiskRoom(directory, limits.headroomBytes());
    }

    /**
     * Takes room for an arrival.
     *
     * @param owner who is to own it; the empty name is nobody
     * @param announcedBytes how long it is going to be; negative where nobody knows
     * @param creditBytes the length of what it replaces
     * @throws QuotaExceededException when a limit does not allow it
     * @throws StorageFullException when the disk has no room for it
     */
    public Allowance reserve(String owner, long announcedBytes, long creditBytes) {
        Reservation reservation = new Reservation(this, owner, creditBytes);
        boolean complete = false;
        try {
            reservation.announce(Math.max(0, announcedBytes));
            complete = true;
            return reservation;
        } finally {
            if (!complete) {
                reservation.close();
            }
        }
    }

    /**
     * Makes sure that what a transaction has added to a session is within the limits.
     *
     * @throws QuotaExceededException when it is not; the transaction is to be undone
     */
    public void check(Statements sql, String session) throws SQLException {
        if (limits.totalBytes() < Long.MAX_VALUE && rows.ofEverything(sql) > limits.totalBytes()) {
            throw refusal(Refusal.TOTAL);
        }
        checkOwner(sql, session);
    }

    /**
     * Makes sure that what a transaction has brought to a session from another one is within the limit of its owner.
     *
     * @throws QuotaExceededException when it is not; the transaction is to be undone
     */
    public void checkOwner(Statements sql, String session) throws SQLException {
        if (limits.ownerBytes() < Long.MAX_VALUE && rows.ofOwner(sql, rows.owner(sql, session)) > limits.ownerBytes()) {
            throw refusal(Refusal.OWNER);
        }
    }

    /** Takes room within the quotas, and answers whether there was some. */
    Refusal take(String owner, long sizeBytes) {
        return reservations.take(owner, sizeBytes, limits, () -> usage(owner));
    }

    private Reservations.Usage usage(String owner) {
        record Used(long total, long owner) implements Reservations.Usage {}
        return database.read(sql -> new Used(rows.ofEverything(sql), rows.ofOwner(sql, owner)));
    }

    QuotaExceededException refusal(Refusal refusal) {
        return refusal == Refusal.TOTAL
                ? QuotaExceededException.ofEverything(limits.totalBytes())
                : QuotaExceededException.ofOwner(limits.ownerBytes());
    }

    boolean limitFiles() {
        return limits.limitFiles();
    }

    Reservations reservations() {
        return reservations;
    }

    DiskRoom room() {
        return room;
    }
}
