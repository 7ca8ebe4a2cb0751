package dev.dossier.bench.peers;

/** Who takes part, in the order of the tables; the first one is what the others are measured by. */
enum Entry {
    HAND("by hand"),
    DOSSIER("Dossier"),
    FLYWAY("Flyway 13.12"),
    LIQUIBASE("Liquibase 5.0");

    private final String title;

    Entry(String title) {
        this.title = title;
    }

    /** What the tables call it. */
    String title() {
        return title;
    }

    /** Builds it; only then are its own classes needed. */
    Contestant with(Scripts scripts) throws Exception {
        return switch (this) {
            case HAND -> new Hand(scripts);
            case DOSSIER -> new Dossier(scripts);
            case FLYWAY -> new FlywayPeer(scripts);
            case LIQUIBASE -> new LiquibasePeer(scripts);
        };
    }
}
