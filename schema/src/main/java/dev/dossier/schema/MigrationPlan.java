package dev.dossier.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link Schema#initialize} would apply.
 *
 * @param from the version now; {@code unknown} where there is none
 * @param to the version afterwards
 * @param pending oldest first
 */
public record MigrationPlan(String database, String from, String to, List<Migration> pending) {
    public MigrationPlan {
        pending = List.copyOf(pending);
    }

    /** The statements, in order, under a comment line for each migration; empty where nothing is pending. */
    public String toSql() {
        return pending.stream()
                .map(m -> "-- " + m.version() + " " + m.description() + "\n"
                        + m.sql().strip() + "\n")
                .collect(Collectors.joining("\n"));
    }
}
