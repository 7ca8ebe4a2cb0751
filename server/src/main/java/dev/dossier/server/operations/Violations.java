package dev.dossier.server.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/**
 * Counts failures in which the database refused a row. None is ever expected: each is a defect that the database kept from
 * doing harm. They are told by code, never by text.
 */
final class Violations {
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

    private void count(SQLException refused) {
        if (refused instanceof SQLiteException e) {
            switch (e.getResultCode()) {
                case SQLITE_CONSTRAINT_FOREIGNKEY -> foreignKey.increment();
                case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> unique.increment();
                default -> {}
            }
        }
    }

    private static Counter counter(MeterRegistry registry, String kind) {
        return Counter.builder("dossier.database.violations")
                .description("Rows that the database refused")
                .tag("constraint", kind)
                .register(registry);
    }
}
