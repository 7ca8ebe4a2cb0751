package dev.dossier.bench.peers;

/** One way of initialising databases, built once for its migrations and used for any number of databases. */
interface Contestant {
    /** Readies the initialisation of a database, which may then be run more than once; only the running is measured. */
    Start of(Location database) throws Exception;

    /** An initialisation. */
    @FunctionalInterface
    interface Start {
        void run() throws Exception;
    }
}
