package dev.dossier;

import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AuditTrail;
import dev.dossier.audit.Refusals;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.ContentCheck;
import dev.dossier.blobs.DiskBlobStore;
import dev.dossier.blobs.ScrubProgress;
import dev.dossier.blobs.ScrubRows;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import dev.dossier.database.SharedConnection;
import dev.dossier.database.SqliteDatabase;
import dev.dossier.database.Work;
import dev.dossier.doctor.Diagnosis;
import dev.dossier.doctor.Doctor;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.Erasures;
import dev.dossier.files.Retention;
import dev.dossier.identities.ApiKeys;
import dev.dossier.scanning.HeldFiles;
import dev.dossier.schema.ClasspathMigrations;
import dev.dossier.schema.InitializationResult;
import dev.dossier.schema.MigrationPlan;
import dev.dossier.schema.Rollback;
import dev.dossier.schema.Schema;
import dev.dossier.schema.SchemaException;
import dev.dossier.schema.SchemaListener;
import dev.dossier.schema.SqliteFile;
import dev.dossier.schema.Verification;
import dev.dossier.sessions.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
 * <p>Below the data directory stand {@code dossier.db} with its backups, {@code blobs/} with the bytes, {@code tmp/} with
 * what is arriving, and {@code locks/} with a file for each process that has the store open.
 */
public final class Dossier implements AutoCloseable {
    private final DossierConfig config;
    private final DatabaseLocation location;
    private final Schema schema;
    private final InstantSource clock;
    private final BlobStore store;
    private final Staging staging;
    private final Object oneLook = new Object();
    private @Nullable SharedConnection memory;
    private volatile @Nullable OpenedStore opened;

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
        this.staging = new Staging(
                config.dataDirectory().resolve("tmp"),
                config.dataDirectory().resolve("locks"),
                config.largestFileBytes());
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

    private OpenedStore open() {
        boolean readOnly = location.isReadOnly();
        Database database = database(readOnly);
        boolean complete = false;
        try {
            OpenedStore parts = OpenedStore.over(database, store, staging, config, clock, roots(), readOnly);
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
            return SqliteDatabase.inMemory(source(), config.databaseWait());
        }
        SqliteFile file = location.file().get();
        return readOnly
                ? SqliteDatabase.readOnly(file.readOnly(), config.databaseWait())
                : SqliteDatabase.file(file, file.readOnly(), config.databaseWait());
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
     * Compares every blob with its bytes, also where the store is not initialised by this process. Changes nothing.
     *
     * @param deep whether to read and hash the bytes too
     */
    public List<ContentCheck.Finding> verifyContent(boolean deep) {
        return look(database ->
                new ContentCheck(database, store).run(deep ? ContentCheck.Depth.ALL : ContentCheck.Depth.LENGTHS));
    }

    /**
     * Compares rows and bytes both ways, also where the store is not initialised by this process. Changes nothing.
     *
     * @param deep whether to read and hash all bytes too
     */
    public Diagnosis examine(boolean deep) {
        return look(database -> doctor(database).examine(deep));
    }

    /**
     * Compares rows and bytes both ways, and puts right what is safe to put right.
     *
     * @param deep whether to read and hash all bytes too
     */
    public Diagnosis repair(boolean deep) {
        return doctor(parts().database()).repair(deep);
    }

    private Doctor doctor(Database database) {
        return new Doctor(
                database,
                new AccessLog(config.node()),
                store,
                staging,
                clock,
                config.grace().orphans(),
                config.grace().deletedFiles());
    }

    /** How far reading all bytes again has come, also where the store is not initialised by this process. */
    public ScrubProgress scrubProgress() {
        return look(database -> database.read(new ScrubRows()::find));
    }

    /** Works on the open database, or on one that is opened for reading just now. */
    private <T> T look(Function<Database, T> work) {
        OpenedStore parts = opened;
        if (parts != null || location.file().isEmpty()) {
            return work.apply(parts().database());
        }
        try (Database database =
                SqliteDatabase.readOnly(untouched(location.file().get()), config.databaseWait())) {
            return work.apply(database);
        }
    }

    /**
     * Connections that leave a database file as it is. One that can only be read leaves the files of a log behind where there
     * were none; one that could write takes them away again, and nothing is written through it.
     */
    private SqliteFile untouched(SqliteFile file) {
        Path log = file.path().resolveSibling(file.path().getFileName() + "-wal");
        return location.isReadOnly() || Files.exists(log) ? file.readOnly() : file;
    }

    /**
     * What a look at the store shows. Creates and changes nothing. One look at a time: anybody may ask, and no more than one of the
     * database's readers is to be busy with it.
     */
    public Health health() {
        synchronized (oneLook) {
            return healthNow();
        }
    }

    private Health healthNow() {
        OpenedStore parts = opened;
        try {
            String version = schemaVersion();
            if (parts == null || version.equals(Schema.UNKNOWN)) {
                return new Health(Health.State.NOT_INITIALIZED, version, null, 0, false, null);
            }
            Verification verification = verify();
            String problem = verification.ok() ? parts.health().problem() : verification.message();
            return new Health(
                    problem == null ? Health.State.HEALTHY : Health.State.ERROR,
                    version,
                    problem,
                    problem == null ? parts.health().quarantinedFiles() : 0,
                    parts.readOnly(),
                    parts.maintenance().virusScan().problem().orElse(null));
        } catch (SchemaException e) {
            return new Health(Health.State.ERROR, Schema.UNKNOWN, e.getMessage(), 0, false, null);
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

    /** Rules of retention and legal holds, on behalf of {@link Actor#LOCAL}. */
    public Retention retention() {
        return parts().files().retention();
    }

    /** Erasures of persons, on behalf of {@link Actor#LOCAL}. */
    public Erasures erasures() {
        return parts().erasures();
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

    /** The access log, for whoever runs the store; also where the store is not initialised by this process. */
    public AuditTrail audit() {
        return new AuditTrail(this::read, clock, config.grace().accessLog());
    }

    private <T> T read(Work<T> work) {
        return look(database -> database.read(work));
    }

    /** The files whose content is held because it was not found free of viruses. */
    public HeldFiles heldFiles() {
        return parts().heldFiles();
    }

    /** How many files have no good bytes, whosever they are: a figure for whoever runs the store. */
    public long quarantinedFiles() {
        return parts().health().quarantinedFiles();
    }

    /** What is done beside the requests. */
    public Maintenance maintenance() {
        return parts().maintenance();
    }

    private OpenedStore parts() {
        OpenedStore parts = opened;
        if (parts == null) {
            throw new IllegalStateException("call initialize() first");
        }
        return parts;
    }

    /** Finishes what is under way and lets go of the database. */
    @Override
    public synchronized void close() {
        OpenedStore parts = opened;
        opened = null;
        if (parts != null) {
            parts.database().close();
            staging.close();
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
