package dev.dossier.server.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;

/**
 * Counts failures in which the database refused a row. None is ever expected: each is a defect that the database kept from
 * doing harm. They are told by code, never by text.
 */
final class Violations {
    private static final int SQLITE_FOREIGN_KEY = 787;
    private static final int SQLITE_PRIMARY_KEY = 1555;
    private static final int SQLITE_UNIQUE = 2067;

    private final Counter foreignKey;
    private final Counter unique;

    Violations(MeterRegistry registry) {
        this.foreignKey = counter(registry, "foreign_key");
        this.unique = counter(registry, "unique");
    }

    void count(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException refused) {
                count(refused);
                return;
            }
        }
    }

    private void count(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        int code = e.getErrorCode();
        if (code == SQLITE_FOREIGN_KEY || state.equals("23503")) {
            foreignKey.increment();
        } else if (code == SQLITE_UNIQUE || code == SQLITE_PRIMARY_KEY || state.equals("23505")) {
            unique.increment();
        }
    }

    private static Counter counter(MeterRegistry registry, String kind) {
        return Counter.builder("dossier.database.violations")
                .description("Rows that the database refused")
                .tag("constraint", kind)
                .register(registry);
    }
}
