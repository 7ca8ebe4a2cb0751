package dev.dossier.database;

import dev.dossier.errors.BusyException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;

/**
 * One database. Thread-safe; waits are bounded by a time limit and then answered with {@link BusyException}.
 */
public interface Database extends AutoCloseable {
    /**
     * Runs the work in a transaction of its own and answers once it is durable. Exceptions of the work undo it, and it
     * alone, and are thrown on.
     *
     * @throws BusyException when the transaction could not begin within the time limit
     * @throws StorageFullException when there is no room; nothing of the work is kept
     * @throws ReadOnlyException when the database cannot be written
     * @throws StorageException when the database fails otherwise
     */
    <T> T write(Work<T> work);

    /**
     * Runs the work on a consistent state of the database; it cannot change anything.
     *
     * @throws BusyException when no connection was free within the time limit
     * @throws StorageException when the database fails otherwise
     */
    <T> T read(Work<T> work);

    /**
     * Makes sure, as far as the product can, that nothing of rows that were removed or changed is left in its files. What is
     * removed is always overwritten; this also empties the log of earlier states. It may leave that to a later call when
     * somebody reads at this moment.
     */
    void overwriteFreed();

    /** Finishes what is under way and closes every connection. */
    @Override
    void close();
}
