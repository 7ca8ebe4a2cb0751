package dev.dossier.schema;

import java.sql.SQLException;

/** Decides by the codes of PostgreSQL's manual, appendix A, what an error means. */
final class PostgresFailures {
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
            case "53100", "53200" -> Failure.FULL; // disk_full, out_of_memory
            case "3D000" -> Failure.REFUSED; // invalid_catalog_name
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "08" -> Failure.CONNECTION_LOST;
                    case "28" -> Failure.REFUSED; // invalid authorization
                    case "23" -> Failure.CONSTRAINT;
                    case "XX" -> Failure.DAMAGED;
                    default -> Failure.OTHER;
                };
        };
    }

    /** The code; pools wrap the exception that has it. */
    private static String state(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState();
            }
        }
        return "";
    }
}
