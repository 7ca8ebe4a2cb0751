package dev.dossier.audit;

import dev.dossier.database.Row;
import java.sql.SQLException;

/**
 * Where a chain stands.
 *
 * @param sequence the number of its newest entry; 0 where there is none
 * @param hash the hash of that entry, which the next one continues
 */
record Link(long sequence, String hash) {
    /** Before the first entry. */
    static final Link NONE = new Link(0, "0".repeat(64));

    static Link of(Row row) throws SQLException {
        return new Link(row.number("sequence"), row.text("hash"));
    }
}
