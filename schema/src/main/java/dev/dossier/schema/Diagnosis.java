package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what goes wrong during one operation on one database into a {@link SchemaException} that says what to do. */
record Diagnosis(String operation, String database, Optional<Dialect> known) {

    /** The kind of the database; known unless not even a connection could be opened. */
    Dialect dialect(SQLException cause) {
        return known.orElseGet(() -> Dialects.KNOWN.of(cause));
    }

    /** A failure of the database itself, classified by its error code. */
    SchemaException of(SQLException cause) {
        if (cause instanceof SqliteFile.ForeignKeysRefused) {
            return foreignKeysRefused(cause);
        }
        if (cause instanceof SchemaHistory.OddRow) {
            return historyMismatch(null, String.valueOf(cause.getMessage()), "Correct the row, or remove it");
        }
        return of(dialect(cause).classify(cause), "", String.valueOf(cause.getMessage()), null, cause);
    }

    /**
     * A failure while the statements of {@code migration} ran.
     *
     * @param kept the version that the database keeps: earlier steps of the same call may be permanent
     */
    SchemaException migrationFailed(Migration migration, String kept, SQLException cause) {
        Failure failure = dialect(cause).classify(cause);
        String what = "Database migration failed at " + migration.version() + " (" + migration.description() + "): ";
        if (failure == Failure.OTHER || failure == Failure.CONSTRAINT) {
            return new SchemaException.MigrationFailed(
                    facts(
                            migration.version(),
                            what + cause.getMessage(),
                            (kept.equals(Schema.UNKNOWN) ? "Nothing was changed" : "The database keeps version " + kept)
                                    + "; correct the migration or the data and start again"),
                    cause);
        }
        return of(failure, what, String.valueOf(cause.getMessage()), migration.version(), cause);
    }

    private SchemaException of(
            Failure failure, String what, String message, @Nullable String object, SQLException cause) {
        Dialect dialect = dialect(cause);
        return switch (failure) {
            case BUSY -> busy(what + message, cause);
            case NO_CONNECTION -> noConnection(what + message, cause);
            case READ_ONLY ->
                notWritable(what + "the database cannot be written (" + message + ")", dialect.advice(failure), cause);
            case DAMAGED ->
                unreadable(
                        what + "the file is not a database or is damaged (" + message + ")",
                        dialect.advice(failure),
                        cause);
            case FULL ->
                new SchemaException.Full(
                        facts(object, what + "no space is left (" + message + ")", dialect.advice(failure)), cause);
            case OUT_OF_MEMORY ->
                new SchemaException.DatabaseFailed(
                        facts(object, what + "the server is out of memory (" + message + ")", dialect.advice(failure)),
                        cause);
            case CANNOT_OPEN ->
                unreadable(what + "the database cannot be opened (" + message + ")", dialect.advice(failure), cause);
            case CONNECTION_LOST ->
                new SchemaException.Unreachable(
                        facts(
                                object,
                                what + "there is no connection to the server (" + message + ")",
                                dialect.advice(failure)),
                        cause);
            case REFUSED ->
                new SchemaException.Unreachable(
                        facts(object, what + "the server refused (" + message + ")", dialect.advice(failure)), cause);
            case CONSTRAINT, OTHER ->
                new SchemaException.DatabaseFailed(facts(object, what + message, dialect.advice(failure)), cause);
        };
    }

    /** What was diagnosed; a failure worth trying again stays an {@link SQLException}, so that it is. */
    SchemaException unlessTransient(SQLException e, SchemaException diagnosed) throws SQLException {
        if (dialect(e).classify(e).mayPass()) {
            throw e;
        }
        return diagnosed;
    }

    SchemaException busy(String message, @Nullable Throwable cause) {
        return new SchemaException.Busy(
                facts(
                        null,
                        "the database stayed locked (" + message + ")",
                        "Find the process that holds it, or allow a longer lock timeout, and try again"),
                cause);
    }

    private SchemaException noConnection(String message, SQLException cause) {
        return new SchemaException.Busy(
                facts(
                        null,
                        "no connection was to be had (" + message + ")",
                        "Allow the pool more connections (behind a proxy, a migration outside a transaction needs two), or"
                                + " a longer lock timeout, and try again"),
                cause);
    }

    SchemaException notWritable(String problem, String nextStep, @Nullable Throwable cause) {
        return new SchemaException.NotWritable(facts(null, problem, nextStep), cause);
    }

    SchemaException unreadable(String problem, String nextStep, @Nullable Throwable cause) {
        return new SchemaException.Unreadable(facts(null, problem, nextStep), cause);
    }

    /** The file is not, or not wholly, a database. */
    SchemaException damaged(String finding) {
        return of(Failure.DAMAGED, "", finding, null, new SQLException(finding));
    }

    SchemaException foreignKeysRefused(SQLException cause) {
        return new SchemaException.ForeignKeys(
                facts(
                        null,
                        "Foreign keys are not enabled: " + cause.getMessage(),
                        "Use a SQLite that enforces foreign keys, and a data source that lets them be switched on"),
                cause);
    }

    SchemaException danglingReferences(List<String> references) {
        return new SchemaException.ForeignKeys(
                facts(
                        null,
                        "rows refer to rows that do not exist: " + String.join(", ", references),
                        "Remove or correct those rows and start again; nothing was changed"),
                null);
    }

    SchemaException backupFailed(Path target, IOException cause) {
        return notWritable(
                "the backup " + target + " cannot be written (" + cause + ")",
                "Free some space or choose another directory for backups; the database was not changed",
                cause);
    }

    SchemaException networkFileSystem(String type) {
        return new SchemaException.NetworkFileSystem(facts(
                null,
                "the file lies on a network file system (" + type
                        + "), where the shared memory of SQLite's write-ahead log does not work and data gets damaged",
                "Put it on a local disk; several machines share a PostgreSQL database instead"));
    }

    SchemaException historyMismatch(@Nullable String version, String problem, String nextStep) {
        return new SchemaException.HistoryMismatch(facts(version, problem, nextStep));
    }

    SchemaException newerSchema(String theirs, String ours) {
        return new SchemaException.NewerSchema(facts(
                theirs,
                "the database has version " + theirs + ", which programs of version " + ours + " may not use",
                "Start a program of version " + theirs + " or newer"));
    }

    SchemaException drift(String object, String problem) {
        return new SchemaException.Drift(
                facts(object, problem, "Repair it by hand or restore a backup, then start again; nothing was changed"));
    }

    /** What the migrations made is not what they make on an empty database. */
    SchemaException notAsExpected(CatalogDifference difference) {
        List<String> names = needed(difference);
        return drift(names.getFirst(), "afterwards these would be missing or wrong: " + String.join(", ", names));
    }

    /** The same of a migration that ran outside a transaction: what it did stays. */
    SchemaException notAsExpected(Migration migration, CatalogDifference difference) {
        List<String> names = needed(difference);
        return new SchemaException.Drift(facts(
                names.getFirst(),
                "after migration " + migration + ", which runs outside a transaction, these are missing or wrong: "
                        + String.join(", ", names),
                "Repair it by hand or restore a backup, then start again; what the migration did stays"));
    }

    private static List<String> needed(CatalogDifference difference) {
        return Stream.concat(difference.missing().stream().map(Catalog.Entry::object), difference.broken().stream())
                .map(SchemaObject::toString)
                .toList();
    }

    /** The undo scripts leave what the versions that they belong to have made. */
    SchemaException notTakenBack(List<SchemaObject> left) {
        String names = left.stream().map(SchemaObject::toString).collect(Collectors.joining(", "));
        return new SchemaException.Drift(facts(
                left.getFirst().qualifiedName(),
                "the undo scripts do not take back everything that their versions made: " + names,
                "Complete the undo scripts and roll back again; nothing was changed"));
    }

    /** A missing object could not be created again. */
    SchemaException healingFailed(SchemaObject object, SQLException cause) {
        return new SchemaException.MigrationFailed(
                facts(
                        object.qualifiedName(),
                        "Database migration failed to recreate the missing " + object + ": " + cause.getMessage(),
                        "Remove what is in its way and start again; nothing was changed"),
                cause);
    }

    /** The call asks for what is not possible. */
    SchemaException misused(String problem, String nextStep) {
        return new SchemaException.Misconfigured(facts(null, problem, nextStep), null);
    }

    private SchemaException.Facts facts(@Nullable String object, String problem, String nextStep) {
        return new SchemaException.Facts(
                operation,
                database,
                Optional.ofNullable(object).filter(Version::isVersion),
                Optional.ofNullable(object),
                problem,
                nextStep);
    }
}
