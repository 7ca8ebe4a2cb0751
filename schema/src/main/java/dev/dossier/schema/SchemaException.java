package dev.dossier.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a schema could not be initialised, read or rolled back, with what to do about it.
 *
 * <p>The message names the database, the problem and the next step, and holds no secret. Whatever is thrown, no transaction is
 * half applied: the database has the version from before the call or, where migrations outside a transaction were among those to
 * run, a later one whose migrations were committed one after the other. Of a migration outside a transaction that failed or was
 * interrupted something may be left; its row says so, and the next initialisation goes on from there.
 */
public abstract sealed class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final String INITIALIZATION = "Database initialization failed";

    private final transient Facts facts;

    /**
     * What is known about a failure.
     *
     * @param operation how the message begins
     * @param database path or address without secrets; empty when no database was involved yet
     * @param version the version that the database has or was to get, where known
     * @param object the migration, table or file that is at fault, where known
     */
    record Facts(
            String operation,
            String database,
            Optional<String> version,
            Optional<String> object,
            String problem,
            String nextStep) {
        String message() {
            return operation + (database.isEmpty() ? "" : " for " + database) + ": " + problem + ". " + nextStep + ".";
        }
    }

    private SchemaException(Facts facts, @Nullable Throwable cause) {
        super(facts.message(), cause);
        this.facts = facts;
    }

    /** A stable name of this kind of failure, such as {@code busy}. */
    public abstract String code();

    /** The database: a path, or an address without secrets; empty when none was involved yet. */
    public String database() {
        return facts.database();
    }

    /** The version that the database has or was to get, where known. */
    public Optional<String> version() {
        return facts.version();
    }

    /** The migration, table or file that is at fault, where known. */
    public Optional<String> object() {
        return facts.object();
    }

    /** What happened, without the database and without the next step. */
    public String problem() {
        return facts.problem();
    }

    /** What a person can do about it. */
    public String nextStep() {
        return facts.nextStep();
    }

    /** The file is not a database, is damaged, or is no file at all. It was left untouched. */
    public static final class Unreadable extends SchemaException {
        private static final long serialVersionUID = 1;

        Unreadable(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "unreadable";
        }
    }

    /** The server cannot be reached or does not let this user in. */
    public static final class Unreachable extends SchemaException {
        private static final long serialVersionUID = 1;

        Unreachable(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "unreachable";
        }
    }

    /** The database needs a change and cannot be written. */
    public static final class NotWritable extends SchemaException {
        private static final long serialVersionUID = 1;

        NotWritable(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "not-writable";
        }
    }

    /** Another connection held the database until the time limit. Trying again may help. */
    public static final class Busy extends SchemaException {
        private static final long serialVersionUID = 1;

        Busy(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "busy";
        }
    }

    /** No space is left for the database or for its backup. */
    public static final class Full extends SchemaException {
        private static final long serialVersionUID = 1;

        Full(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "full";
        }
    }

    /** The statements of a migration, of its undo, or of healing were refused by the database. */
    public static final class MigrationFailed extends SchemaException {
        private static final long serialVersionUID = 1;

        MigrationFailed(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "migration-failed";
        }
    }

    /** The recorded history is not the history of this program's migrations. */
    public static final class HistoryMismatch extends SchemaException {
        private static final long serialVersionUID = 1;

        HistoryMismatch(Facts facts) {
            super(facts, null);
        }

        @Override
        public String code() {
            return "history-mismatch";
        }
    }

    /** A newer program upgraded the database beyond what this one may run on. */
    public static final class NewerSchema extends SchemaException {
        private static final long serialVersionUID = 1;

        NewerSchema(Facts facts) {
            super(facts, null);
        }

        @Override
        public String code() {
            return "newer-schema";
        }
    }

    /** A required table is there but is not what the history says it is. */
    public static final class Drift extends SchemaException {
        private static final long serialVersionUID = 1;

        Drift(Facts facts) {
            super(facts, null);
        }

        @Override
        public String code() {
            return "drift";
        }
    }

    /** Foreign keys could not be switched on, or rows refer to rows that do not exist. */
    public static final class ForeignKeys extends SchemaException {
        private static final long serialVersionUID = 1;

        ForeignKeys(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "foreign-keys";
        }
    }

    /** The file lies on a network file system, where SQLite's shared memory does not work. */
    public static final class NetworkFileSystem extends SchemaException {
        private static final long serialVersionUID = 1;

        NetworkFileSystem(Facts facts) {
            super(facts, null);
        }

        @Override
        public String code() {
            return "network-file-system";
        }
    }

    /** The migrations or the settings of a schema make no sense. No database was touched. */
    public static final class Misconfigured extends SchemaException {
        private static final long serialVersionUID = 1;

        Misconfigured(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "misconfigured";
        }
    }

    /** The database could not be opened, or failed in a way that has no family of its own. */
    public static final class DatabaseFailed extends SchemaException {
        private static final long serialVersionUID = 1;

        DatabaseFailed(Facts facts, @Nullable Throwable cause) {
            super(facts, cause);
        }

        @Override
        public String code() {
            return "database-failed";
        }
    }
}
