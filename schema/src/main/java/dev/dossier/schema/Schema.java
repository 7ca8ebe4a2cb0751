package dev.dossier.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A database schema that initialises itself.
 *
 * {@snippet :
 * Schema schema = Schema.named("shop").migrations(ClasspathMigrations.in("db/shop")).build();
 * schema.initialize(SqliteFile.at(Path.of("shop.db")));
 * }
 *
 * <p>Any number of threads, processes and machines may initialise the same database at the same moment, fresh, older, half made
 * or current: one of them does the work, the others wait for it, and all succeed. Every operation works on any
 * {@link DataSource} of a supported database. Immutable and thread-safe.
 *
 * <p>Every method throws a {@link SchemaException} when it fails. The database is then at a whole version, as
 * {@link SchemaException} says; only a listener's own exception reaches the caller as it is.
 */
public final class Schema {
    /** What {@link #version} answers where there is none. */
    public static final String UNKNOWN = "unknown";

    private static final String READING = "Database could not be read";
    private static final String ROLLBACK = "Database rollback failed";
    private static final String BACKUP = "Database backup failed";
    private static final String RESTORATION = "Database could not be restored";

    private final Policies policies;
    private final Dialects dialects;
    private final MigrationSequences migrations;

    private Schema(Policies policies, Dialects dialects, MigrationSequences migrations) {
        this.policies = policies;
        this.dialects = dialects;
        this.migrations = migrations;
    }

    /** Begins the description of a schema; the name appears in what listeners hear. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The name. */
    public String name() {
        return policies.name();
    }

    /** The version of the newest migration. */
    public String expectedVersion() {
        return migrations.any().last().version().text();
    }

    /**
     * The same schema as it was at a version.
     *
     * @throws SchemaException.Misconfigured when there is no such version
     */
    public Schema upTo(String version) {
        MigrationSequence all = migrations.any();
        if (!Version.isVersion(version) || all.find(new Version(version)).isEmpty()) {
            throw Misconfiguration.of(
                    "schema " + name() + " has no version " + version,
                    "Its versions go from " + all.first().version().text() + " to " + expectedVersion());
        }
        return new Schema(policies, dialects, migrations.upTo(new Version(version)));
    }

    /**
     * Brings a database to {@link #expectedVersion()}: creates it, applies what is pending, recreates what is missing.
     *
     * <p>A database that is current is not written to. One that is newer and declares itself compatible is used as it is. A
     * SQLite file with something in it is copied aside before it gets a new version. Blocks until done, at most for the lock
     * timeout plus the time that the migrations take.
     */
    public InitializationResult initialize(DataSource dataSource) {
        try {
            return on(
                    SchemaException.INITIALIZATION,
                    dataSource,
                    (database, examination) -> new Initialization(database, policies, examination).run());
        } catch (SchemaException e) {
            policies.listener().failed(e);
            throw e;
        }
    }

    /**
     * The version of a database: that of the row last written, {@value #UNKNOWN} when there is no database, no table or no
     * row. Creates and changes nothing.
     */
    public String version(DataSource dataSource) {
        return inspect(
                dataSource,
                (examination, connection) -> SchemaHistory.newestCompleted(
                                connection, examination.dialect().digest(connection))
                        .map(row -> row.migration().version())
                        .orElse(UNKNOWN));
    }

    /** Every recorded migration, oldest first; empty where there is no database. Creates and changes nothing. */
    public List<AppliedMigration> history(DataSource dataSource) {
        return inspect(
                dataSource,
                (examination, connection) ->
                        SchemaHistory.all(connection, examination.dialect().digest(connection)).stream()
                                .map(SchemaHistory.Row::migration)
                                .toList());
    }

    /** What {@link #initialize} would apply. Creates and changes nothing. */
    public MigrationPlan plan(DataSource dataSource) {
        return inspect(dataSource, (examination, connection) -> {
            Findings findings = examination.examineSnapshot(connection);
            String from = findings.version();
            return new MigrationPlan(
                    examination.diagnosis().database(),
                    from,
                    findings.pending().isEmpty()
                            ? from
                            : examination.migrations().last().version().text(),
                    findings.pending().stream()
                            .map(MigrationSequence.Entry::migration)
                            .toList());
        });
    }

    /**
     * Compares a database with what its recorded version must have, or where nothing is recorded with what the newest
     * must have. Creates and changes nothing.
     */
    public Verification verify(DataSource dataSource) {
        return inspect(dataSource, (examination, connection) -> new SchemaVerification(examination).read(connection));
    }

    /**
     * Takes migrations back, newest first, in one transaction, after a backup.
     *
     * @param toVersion the version to have afterwards; {@code 000} for none
     * @throws SchemaException.Misconfigured when a migration has no undo or the version is not below the recorded one
     */
    public Rollback rollback(DataSource dataSource, String toVersion) {
        return on(
                ROLLBACK,
                dataSource,
                (database, examination) -> new Downgrade(database, policies, examination, toVersion).run());
    }

    /**
     * Copies what is committed to a new file, while the database is in use.
     *
     * @throws SchemaException.NotWritable when the file exists already or cannot be written
     * @throws SchemaException.Misconfigured when the database has no file
     */
    public void backup(DataSource dataSource, Path target) {
        on(BACKUP, dataSource, (database, examination) -> {
            Diagnosis diagnosis = examination.diagnosis();
            Dialect dialect = examination.dialect();
            if (!dialect.isPresent(database, diagnosis)) {
                throw diagnosis.unreadable("there is no database", "Check the path", null);
            }
            return new Deadline(policies.lockTimeout())
                    .retry(dialect, () -> dialect.backup(database, target, diagnosis))
                    .orElseThrow(() -> diagnosis.misused(
                            "it has no file to be copied", "Back up a server's database with the server's own tools"));
        });
    }

    /**
     * Makes a database what it was when a backup was made. What it is now is copied aside first, beside it or where backups go.
     * Programs that have it open see the change at once; they had better be stopped.
     *
     * @param backup a file that {@link #backup}, {@link #initialize} or {@link #rollback} wrote
     * @return the copy of what it was, where there was something
     * @throws SchemaException.Unreadable when the backup is no database or is damaged; nothing is then changed
     * @throws SchemaException.HistoryMismatch when it is the database of another schema
     * @throws SchemaException.Misconfigured when the database has no file
     */
    public Optional<Path> restore(DataSource dataSource, Path backup) {
        return on(
                RESTORATION,
                dataSource,
                (database, examination) -> new Restoration(database, policies, examination, backup).run());
    }

    private interface Operation<T> {
        T run(Database database, Examination examination) throws SQLException;
    }

    private <T> T on(String operation, DataSource dataSource, Operation<T> work) {
        Diagnosis diagnosis = new Diagnosis(operation, dataSource.getClass().getSimpleName(), Optional.empty());
        try {
            Database database = dialects.locate(dataSource);
            Dialect dialect = database.dialect();
            diagnosis = new Diagnosis(operation, database.description(), Optional.of(dialect));
            MigrationSequence sequence = migrations.on(dialect);
            return work.run(database, new Examination(dialect, sequence, new Replays(dialect, sequence), diagnosis));
        } catch (SQLException e) {
            throw diagnosis.of(e);
        }
    }

    private interface Inspection<T> {
        T of(Examination examination, Connection connection) throws SQLException;
    }

    private <T> T inspect(DataSource dataSource, Inspection<T> inspection) {
        return on(
                READING,
                dataSource,
                (database, examination) -> new Deadline(policies.lockTimeout())
                        .retry(
                                examination.dialect(),
                                () -> examination
                                        .dialect()
                                        .inspect(
                                                database,
                                                examination.diagnosis(),
                                                connection -> inspection.of(examination, connection))));
    }

    /** Describes a {@link Schema}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private Optional<Migrations> migrations = Optional.empty();
        private SchemaListener listener = SchemaListener.NONE;
        private Optional<String> node = Optional.empty();
        private Duration lockTimeout = Duration.ofMinutes(5);
        private Optional<Path> backups = Optional.empty();
        private InstantSource clock = InstantSource.system();
        private Dialects dialects = Dialects.KNOWN;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name);
        }

        /** Where the migrations come from; required. */
        public Builder migrations(Migrations source) {
            this.migrations = Optional.of(source);
            return this;
        }

        /** Who hears what happens. */
        public Builder listener(SchemaListener newListener) {
            this.listener = newListener;
            return this;
        }

        /** How the history calls this process; the name of the host unless given. */
        public Builder node(String newNode) {
            this.node = Optional.of(newNode);
            return this;
        }

        /** How long a busy database is tried again, as while another node migrates it; 5 minutes unless given. */
        public Builder lockTimeout(Duration timeout) {
            this.lockTimeout = timeout;
            return this;
        }

        /** Where backups are written; beside the database unless given. */
        public Builder backups(Path directory) {
            this.backups = Optional.of(directory);
            return this;
        }

        /** Where the times in the history come from; the system's clock unless given. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        Builder dialects(Dialects newDialects) {
            this.dialects = newDialects;
            return this;
        }

        /**
         * Reads the migrations. Touches no database.
         *
         * @throws SchemaException.Misconfigured when they are absent, unreadable, misnamed, doubled or have gaps; where that
         *     is so for one kind of database only, when such a database is first met
         */
        public Schema build() {
            Migrations source = migrations.orElseThrow(() -> Misconfiguration.of(
                    "schema " + name + " was given no migrations", "Call migrations(…) before build()"));
            Policies policies = new Policies(name, listener, node.orElseGet(Host::name), lockTimeout, backups, clock);
            return new Schema(policies, dialects, MigrationSequences.load(source, dialects));
        }
    }
}
