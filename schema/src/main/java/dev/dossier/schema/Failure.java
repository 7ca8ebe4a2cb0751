package dev.dossier.schema;

/** What an error of the database means for us, decided by its code; by its text only where one code stands for everything. */
enum Failure {
    /** Someone else holds a lock: worth trying again. */
    BUSY,
    /** A pool had no connection to give for as long as it waits: worth trying again. */
    NO_CONNECTION,
    /** The server ended the connection, or it broke: worth trying again with another, a few times. */
    CONNECTION_LOST,
    READ_ONLY,
    /** Not a database, or a damaged one. */
    DAMAGED,
    FULL,
    /** The server has no memory left for locks or for work. */
    OUT_OF_MEMORY,
    CANNOT_OPEN,
    /** The server does not let this user in, or has no such database. */
    REFUSED,
    CONSTRAINT,
    OTHER;

    /** Whether the same attempt may succeed a little later. */
    boolean mayPass() {
        return this == BUSY || this == NO_CONNECTION || this == CONNECTION_LOST;
    }
}
