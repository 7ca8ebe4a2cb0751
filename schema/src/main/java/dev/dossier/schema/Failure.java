package dev.dossier.schema;

/** What an error of the database means for us, decided by its code and never by its text. */
enum Failure {
    /** Someone else holds a lock: worth trying again. */
    BUSY,
    READ_ONLY,
    /** Not a database, or a damaged one. */
    DAMAGED,
    FULL,
    CANNOT_OPEN,
    CONSTRAINT,
    OTHER
}
