package dev.dossier.schema;

import java.nio.file.Path;
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
 * <p>Every method throws a {@link SchemaException}, and none has then changed the database.
 */
public final class Schema {
    /** What {@link #version} answers where there is none. */
    public static final String UNKNOWN = "unknown";

    private static final String READING = "Database could not be read";
    private static final String ROLLBACK = "Database rollback failed";
    private static final String BACKUP = "Database backup failed";

    private final Policies policies;
    private final Dialect dialect;
    private final MigrationSequence migrations;
    private final Replays replays;
    private final SchemaFingerprint fingerprint = new SchemaFingerprint();

    private Schema(Policies policies, Dialect dialect, MigrationSequence migrations) {
        this.policies = policies;
        this.dialect = dialect;
        this.migrations = migrations;
        this.replays = new Replays(dialect, migrations);
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
        return migrations.last().version().text();
    }

    /**
     * The same schema as it was at a version.
     *
     * @throws SchemaException.Misconfigured when there is no such version
     */
    public Schema upTo(String version) {
        List<MigrationSequence.Entry> entries =
                Version.isVersion(version) ? migrations.upTo(new Version(version)) : List.of();
        if (entries.isEmpty() || !entries.getLast().version().sameAs(new Version(version))) {
            throw Misconfiguration.of(
                    "schema " + name() + " has no version " + version,
                    "Its versions go from " + migrations.first().version().text() + " to " + expectedVersion());
        }
        return new Schema(policies, dialect, new MigrationSequence(entries));
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
        return on(
                READING,
                dataSource,
                (database, examination) -> inspect(
                        database,
                        examination,
                        () -> UNKNOWN,
                        connection -> SchemaHistory.head(connection, dialect.catalogText(connection))
                                .map(row -> row.migration().version())
                                .orElse(UNKNOWN)));
    }

    /** Every recorded migration, oldest first; empty where there is no database. Creates and changes nothing. */
    public List<AppliedMigration> history(DataSource dataSource) {
        return on(
                READING,
                dataSource,
                (database, examination) -> inspect(
                        database,
                        examination,
                        List::of,
                        connection -> SchemaHistory.all(connection, dialect.catalogText(connection)).stream()
                                .map(SchemaHistory.Row::migration)
                                .toList()));
    }

    /** What {@link #initialize} would apply. Creates and changes nothing. */
    public MigrationPlan plan(DataSource dataSource) {
        return on(
                READING,
                dataSource,
                (database, examination) -> inspect(
                        database, examination, () -> plan(database, UNKNOWN, migrations.entries()), connection -> {
                            Findings findings = examination.examineSnapshot(connection);
                            return plan(database, findings.version(), findings.pending());
                        }));
    }

    private MigrationPlan plan(Database database, String from, List<MigrationSequence.Entry> pending) {
        return new MigrationPlan(
                database.description(),
                from,
                pending.isEmpty() ? from : expectedVersion(),
                pending.stream().map(MigrationSequence.Entry::migration).toList());
    }

    /**
     * Compares a database with what its recorded version must have, or where nothing is recorded with what the newest
     * must have. Creates and changes nothing.
     */
    public Verification verify(DataSource dataSource) {
        return on(READING, dataSource, (database, examination) -> {
            SchemaVerification verification = new SchemaVerification(database, examination);
            return inspect(database, examination, verification::ofNothing, verification::read);
        });
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
            if (!dialect.isPresent(database, examination.diagnosis())) {
                throw examination.diagnosis().unreadable("there is no database", "Check the path", null);
            }
            return dialect.backup(database, target, examination.diagnosis())
                    .orElseThrow(() -> Misconfiguration.of(
                            database.description() + " cannot be copied to a file",
                            "Back up a database that has a file"));
        });
    }

    private interface Operation<T> {
        T run(Database database, Examination examination) throws SQLException;
    }

    private <T> T on(String operation, DataSource dataSource, Operation<T> work) {
        Diagnosis diagnosis = new Diagnosis(operation, dataSource.getClass().getSimpleName(), dialect);
        try {
            Database database = dialect.locate(dataSource);
            diagnosis = new Diagnosis(operation, database.description(), dialect);
            return work.run(database, new Examination(dialect, migrations, replays, fingerprint, diagnosis));
        } catch (SQLException e) {
            throw diagnosis.of(e);
        }
    }

    private <T> T inspect(
            Database database, Examination examination, Deadline.Attempt<T> absent, Dialect.Reading<T> reading)
            throws SQLException {
        return dialect.isPresent(database, examination.diagnosis())
                ? new Deadline(policies.lockTimeout()).retry(dialect, () -> dialect.inspect(database, reading))
                : absent.run();
    }

    /** Describes a {@link Schema}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private Optional<Migrations> migrations = Optional.empty();
        private SchemaListener listener = SchemaListener.NONE;
        private Optional<String> node = Optional.empty();
        private Duration lockTimeout = Duration.ofSeconds(60);
        private Optional<Path> backups = Optional.empty();
        private InstantSource clock = InstantSource.system();
        private Dialect dialect = new SqliteDialect(FileSystemTypes.OF_THIS_MACHINE);

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

        /** How long a busy database is tried again; 60 s unless given. */
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

        Builder dialect(Dialect newDialect) {
            this.dialect = newDialect;
            return this;
        }

        /**
         * Reads the migrations. Touches no database.
         *
         * @throws SchemaException.Misconfigured when they are absent, unreadable, misnamed, doubled or have gaps
         */
        public Schema build() {
            Migrations source = migrations.orElseThrow(() -> Misconfiguration.of(
                    "schema " + name + " was given no migrations", "Call migrations(…) before build()"));
            Policies policies = new Policies(name, listener, node.orElseGet(Host::name), lockTimeout, backups, clock);
            List<Migration> loaded = source.on(dialect.name());
            loaded.forEach(dialect::requireTransactional);
            return new Schema(policies, dialect, MigrationSequence.of(loaded));
        }
    }
}
