package dev.dossier.schema;

/** The steps of an initialisation, in order. Each is announced before it begins. */
public enum Step {
    /** Reading the head of the history and the catalog, without a lock and without a write. */
    LOOK,
    /** Creating directories, checking the file, turning the write-ahead log on. */
    PREPARE,
    /** Waiting for the lock. */
    LOCK,
    /** Reading everything again, under the lock. */
    LOOK_AGAIN,
    /** Copying the database aside. */
    BACKUP,
    /** Recreating the objects that are missing. */
    HEAL,
    /** Running the statements of one migration. */
    APPLY,
    /** Writing the history row of one migration. */
    RECORD,
    /** Comparing the catalog with what it must be. */
    VERIFY,
    /** Making all of it permanent at once. */
    COMMIT,
    /** Everything is permanent and the lock is released. */
    DONE
}
