package dev.dossier;

import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.Refusals;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.ContentCheck;
import dev.dossier.blobs.DiskBlobStore;
import dev.dossier.blobs.Staging;
import dev.dossier.blobs.Sweeper;
import dev.dossier.database.Database;
import dev.dossier.database.SharedConnection;
import dev.dossier.database.SqliteDatabase;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.RetentionWorker;
import dev.dossier.identities.ApiKeys;
import dev.dossier.reference.ReferenceContent;
import dev.dossier.schema.ClasspathMigrations;
import dev.dossier.schema.InitializationResult;
import dev.dossier.schema.MigrationPlan;
import dev.dossier.schema.Rollback;
import dev.dossier.schema.Schema;
import dev.dossier.schema.SchemaException;
import dev.dossier.schema.SchemaListener;
import dev.dossier.schema.SqliteFile;
import dev.dossier.schema.Verification;
import dev.dossier.sessions.ActorTransactions;
import dev.dossier.sessions.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A store of conversations' files, put together: one database, one place for bytes. Thread-safe.
 *
 * <pre>{@code
 * try (Dossier dossier = Dossier.open(DossierConfig.in(Path.of("dossier-data")))) {
 *     dossier.initialize();
 *     StoredFile report = dossier.files().add(SessionId.of("s-1"), NewFile.named("report.pdf").by("ada"), stream);
 * }
 * }</pre>
 *
 * <p>Below the data directory stand {@code dossier.db} with its backups, {@code blobs/} with the bytes and {@code tmp/}
 * with what is arriving.
 */
public final class Dossier implements AutoCloseable {
    private final DossierConfig config;
    private final DatabaseLocation location;
    private final Schema schema;
    private final InstantSource clock;
    private final BlobStore store;
    private final Staging staging;
    private @Nullable SharedConnection memory;
    private volatile @Nullable Opened opened;

    /** What there is once the database is initialised. */
    private record Opened(
            Database database,
            Blobs blobs,
            ConversationFileManager files,
            Sessions sessions,
            ApiKeys keys,
            Refusals refusals,
            Maintenance maintenance,
            HealthCheck health,
            boolean readOnly) {}

    private Dossier(DossierConfig config, SchemaListener listener, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.location = DatabaseLocation.of(config);
        this.schema = Schema.named("dossier")
                .migrations(ClasspathMigrations.in(Dossier.class, "db/dossier"))
                .node(config.node())
                .listener(listener)
                .clock(clock)
                .build();
        this.store = new DiskBlobStore(config.dataDirectory().resolve("blobs"));
        this.staging = new Staging(config.dataDirectory().resolve("tmp"), config.largestFileBytes());
    }

    /** A store of that configuration. Nothing is touched before {@link #initialize}. */
    public static Dossier open(DossierConfig config) {
        return open(config, SchemaListener.NONE);
    }

    /** The same, with somebody who hears what the initialisation does. */
    public static Dossier open(DossierConfig config, SchemaListener listener) {
        return open(config, listener, InstantSource.system());
    }

    /** The same, with a clock. */
    public static Dossier open(DossierConfig config, SchemaListener listener, InstantSource clock) {
        return new Dossier(config, listener, clock);
    }

    /**
     * Creates or upgrades the database and makes the place for bytes ready. Safe from anywhere, at any time, any number of
     * times.
     *
     * <p>A current database that cannot be written is opened for reading.
     *
     * @throws SchemaException when the database cannot be used; it is as it was
     */
    public synchronized InitializationResult initialize() {
        InitializationResult result = schema.initialize(source());
        if (opened == null) {
            opened = open();
        }
        return result;
    }

    private Opened open() {
        boolean readOnly = location.isReadOnly();
        Database database = database(readOnly);
        boolean complete = false;
        try {
            Blobs blobs = Blobs.in(store, staging, database, clock);
            ReferenceContent reference = new ReferenceContent(database, staging, blobs.intake(), roots());
            if (!readOnly) {
                store.prepare();
                staging.prepare();
                reference.takeOver();
            }
            AccessPolicy policy = new AccessPolicy(config.accessMode());
            AccessLog log = new AccessLog(config.node());
            ActorTransactions local = new ActorTransactions(database, policy, log, clock, Actor.LOCAL);
            Opened parts = new Opened(
                    database,
                    blobs,
                    ConversationFileManager.over(local, blobs, config.retentionDuration()),
                    new Sessions(local),
                    new ApiKeys(database, log, clock),
                    new Refusals(database, log, clock),
                    new Maintenance(
                            new RetentionWorker(database, blobs, log, clock, config.auditDuration()),
                            new Sweeper(database, blobs, clock, config.orphanGraceDuration(), reference::remove),
                            database),
                    new HealthCheck(database),
                    readOnly);
            complete = true;
            return parts;
        } catch (IOException e) {
            throw Staging.translate(e);
        } finally {
            if (!complete) {
                database.close();
            }
        }
    }

    private Database database(boolean readOnly) {
        if (location.file().isEmpty()) {
            return SqliteDatabase.inMemory(source(), config.databaseWaitDuration());
        }
        SqliteFile file = location.file().get();
        return readOnly
                ? SqliteDatabase.readOnly(file.readOnly(), config.databaseWaitDuration())
                : SqliteDatabase.file(file, file.readOnly(), config.databaseWaitDuration());
    }

    private List<Path> roots() {
        List<Path> roots = new ArrayList<>(List.of(config.dataDirectory()));
        location.file().map(file -> file.path().resolveSibling("")).ifPresent(roots::add);
        return roots;
    }

    private synchronized DataSource source() {
        if (location.file().isPresent()) {
            return location.file().get();
        }
        if (memory == null) {
            try {
                memory = new SharedConnection();
            } catch (SQLException e) {
                throw new IllegalStateException("a database in memory cannot be opened", e);
            }
        }
        return memory;
    }

    /** The configuration. */
    public DossierConfig config() {
        return config;
    }

    /** Where the database is, for people; it holds no secret. */
    public String databaseName() {
        return location.file().map(file -> file.path().toString()).orElse(":memory:");
    }

    /** The version of the database; {@code unknown} where there is none. Creates and changes nothing. */
    public String schemaVersion() {
        return schema.version(source());
    }

    /** The version that this program makes. */
    public String expectedVersion() {
        return schema.expectedVersion();
    }

    /** What {@link #initialize} would do to the database. Creates and changes nothing. */
    public MigrationPlan plan() {
        return schema.plan(source());
    }

    /** How the database compares with what it should be. Creates and changes nothing. */
    public Verification verify() {
        return schema.verify(source());
    }

    /** Takes migrations back, down to a version, after a backup. */
    public Rollback rollback(String version) {
        return schema.rollback(source(), version);
    }

    /** Copies the database to a new file while it is in use. */
    public void backup(Path target) {
        schema.backup(source(), target);
    }

    /**
     * Makes the database what it was when a backup was made; files that came since are gone from it, and their bytes go with the
     * next sweeps. No other program may use the database.
     *
     * @return a copy of what it was before, where there was something
     */
    public Optional<Path> restore(Path backup) {
        return schema.restore(source(), backup);
    }

    /**
     * Compares every blob with its bytes; what is missing or wrong is quarantined.
     *
     * @param deep whether to read and hash the bytes too
     */
    public List<ContentCheck.Finding> verifyContent(boolean deep) {
        Opened parts = parts();
        return new ContentCheck(parts.database(), parts.blobs()).run(deep, blob -> {});
    }

    /** What a look at the store shows. Creates and changes nothing. */
    public Health health() {
        Opened parts = opened;
        try {
            String version = schemaVersion();
            if (parts == null || version.equals(Schema.UNKNOWN)) {
                return new Health(Health.State.NOT_INITIALIZED, version, null, 0, false);
            }
            Verification verification = verify();
            String problem = verification.ok() ? parts.health().problem() : verification.message();
            return new Health(
                    problem == null ? Health.State.HEALTHY : Health.State.ERROR,
                    version,
                    problem,
                    problem == null ? parts.health().quarantinedFiles() : 0,
                    parts.readOnly());
        } catch (SchemaException e) {
            return new Health(Health.State.ERROR, Schema.UNKNOWN, e.getMessage(), 0, false);
        }
    }

    /** Whether files can be read and not changed. */
    public boolean isReadOnly() {
        return parts().readOnly();
    }

    /** The files, on behalf of {@link Actor#LOCAL}. */
    public ConversationFileManager files() {
        return parts().files();
    }

    /** The sessions, on behalf of {@link Actor#LOCAL}. */
    public Sessions sessions() {
        return parts().sessions();
    }

    /** The API keys. */
    public ApiKeys keys() {
        return parts().keys();
    }

    /** Where refusals are logged that are made before any session or file is looked at. */
    public Refusals refusals() {
        return parts().refusals();
    }

    /** What is done beside the requests. */
    public Maintenance maintenance() {
        return parts().maintenance();
    }

    private Opened parts() {
        Opened parts = opened;
        if (parts == null) {
            throw new IllegalStateException("call initialize() first");
        }
        return parts;
    }

    /** Finishes what is under way and lets go of the database. */
    @Override
    public synchronized void close() {
        Opened parts = opened;
        opened = null;
        if (parts != null) {
            parts.database().close();
        }
        SharedConnection shared = memory;
        memory = null;
        if (shared != null) {
            try {
                shared.close();
            } catch (SQLException e) {
                throw new IllegalStateException("the database in memory cannot be closed", e);
            }
        }
    }
}
