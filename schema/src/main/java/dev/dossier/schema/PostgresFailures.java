package dev.dossier.schema;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.stream.Stream;

/** Decides by the codes of PostgreSQL's manual, appendix A, what an error means. */
final class PostgresFailures {
    /** What two sessions that change one row of the catalog get; the server never translates it. */
    private static final String CONFLICT = "tuple concurrently ";

    private PostgresFailures() {}

    static Failure classify(SQLException exception) {
        String state = state(exception);
        return switch (state) {
            case "55P03", // lock_not_available
                    "40001", // serialization_failure
                    "40P01", // deadlock_detected
                    "53300", // too_many_connections
                    "57P03" -> // cannot_connect_now
                Failure.BUSY;
            case "57P01", "57P02", "57P05" -> Failure.CONNECTION_LOST; // the server ended the session
            case "25006", // read_only_sql_transaction
                    "42501" -> // insufficient_privilege
                Failure.READ_ONLY;
            case "53100" -> Failure.FULL; // disk_full
            case "53200" -> Failure.OUT_OF_MEMORY;
            case "3D000" -> Failure.REFUSED; // invalid_catalog_name
            case "XX001", "XX002" -> Failure.DAMAGED; // data_corrupted, index_corrupted
            case "XX000" -> isConflict(exception) ? Failure.BUSY : Failure.OTHER; // internal_error
            case "" -> isPoolEmpty(exception) ? Failure.NO_CONNECTION : Failure.OTHER;
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "08" -> Failure.CONNECTION_LOST;
                    case "28" -> Failure.REFUSED; // invalid authorization
                    case "23" -> Failure.CONSTRAINT;
                    default -> Failure.OTHER;
                };
        };
    }

    /** The code; pools wrap the exception that has it. */
    private static String state(SQLException exception) {
        return causes(exception)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static boolean isConflict(SQLException exception) {
        return causes(exception)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(CONFLICT));
    }

    /** Whether a pool had no connection to give, for as long as it waits. */
    private static boolean isPoolEmpty(SQLException exception) {
        return causes(exception).anyMatch(SQLTransientConnectionException.class::isInstance);
    }

    private static Stream<Throwable> causes(SQLException exception) {
        return Stream.iterate((Throwable) exception, Objects::nonNull, Throwable::getCause);
    }
}
