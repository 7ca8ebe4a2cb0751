package dev.dossier.schema;

/** What an error of the database means for us, decided by its code and never by its text. */
enum Failure {
    /** Someone else holds a lock: worth trying again. */
    BUSY,
    /** The server ended the connection, or it broke: worth trying again with another, a few times. */
    CONNECTION_LOST,
    READ_ONLY,
    /** Not a database, or a damaged one. */
    DAMAGED,
    FULL,
    CANNOT_OPEN,
    /** The server does not let this user in, or has no such database. */
    REFUSED,
    CONSTRAINT,
    OTHER
}
