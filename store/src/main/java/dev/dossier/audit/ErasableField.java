package dev.dossier.audit;

/** What an entry says of persons, which an erasure takes out again. */
enum ErasableField {
    ACTOR("accessed_by"),
    SESSION("session_id"),
    OWNER("owner"),
    ADDRESS("address"),
    DETAILS("access_metadata");

    private final String column;

    ErasableField(String column) {
        this.column = column;
    }

    /** The column that holds it, and its name in a {@link Redaction}. */
    String column() {
        return column;
    }
}
