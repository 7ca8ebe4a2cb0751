package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * SQLite.
 *
 * <p>The bytes of a database are never read except through SQLite, not even its first sixteen: closing any descriptor of a
 * file drops every POSIX lock that the process holds on it, and other threads may hold some. SQLite itself refuses a file
 * that is no database, or is shorter than its header says, before it writes.
 */
final class SqliteDialect implements Dialect {
    private static final int HEADER_BYTES = 100;
    private static final Pattern BROKEN_RULE = Pattern.compile("^(\\S+ value|CHECK constraint failed) in ");
    private static final String IN_MEMORY = "jdbc:sqlite::memory:";

    /** The catalog seen last: most looks see the same. */
    private record Seen(SqliteCatalogText catalog, CatalogDigest digest) {}

    private final FileSystemTypes fileSystems;
    private volatile Optional<Seen> seen = Optional.empty();

    SqliteDialect(FileSystemTypes fileSystems) {
        this.fileSystems = fileSystems;
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public boolean understands(String url) {
        return url.startsWith(SqliteUrl.PREFIX);
    }

    @Override
    public Database at(DataSource dataSource, String url) {
        Optional<Path> file = SqliteUrl.file(url);
        return new Database(this, dataSource, file, file.map(Path::toString).orElse("a database in memory"));
    }

    @Override
    public void requireRunnable(Migration migration) {
        if (!migration.header().transactional()) {
            throw Misconfiguration.of(
                    "migration " + migration + " declares 'transactional: false'",
                    "Remove the line, or make it one for PostgreSQL only: SQLite can change a schema in a transaction");
        }
        SqlScript.require(migration, SqlScript.Grammar.SQLITE);
    }

    @Override
    public Failure classify(SQLException exception) {
        return switch (exception.getErrorCode() & 0xff) {
            case 5, 6 -> Failure.BUSY;
            case 8 -> Failure.READ_ONLY;
            case 11, 26 -> Failure.DAMAGED;
            case 13 -> Failure.FULL;
            case 14 -> Failure.CANNOT_OPEN;
            case 19 -> Failure.CONSTRAINT;
            default -> Failure.OTHER;
        };
    }

    @Override
    public String advice(Failure failure) {
        return switch (failure) {
            case READ_ONLY -> "Give this user write permission on the file and its directory";
            case DAMAGED ->
                "Restore it from a backup, or move it away to begin with an empty database; the file was left untouched";
            case CANNOT_OPEN -> "Check that the path is right and that this user may read it";
            case FULL -> "Free some space and start again";
            default -> "Look at the cause, correct it and start again";
        };
    }

    @Override
    public boolean isPresent(Database database, Diagnosis diagnosis) {
        if (database.file().isEmpty()) {
            return true;
        }
        Path file = database.file().get();
        if (Files.isDirectory(file)) {
            throw diagnosis.unreadable("there is a directory in the file's place", "Choose another path", null);
        }
        long length = file.toFile().length();
        if (length > 0 && length < HEADER_BYTES) {
            throw diagnosis.damaged("shorter than a header");
        }
        if (length == 0) {
            requireReachable(file, diagnosis);
        }
        return length > 0;
    }

    /** A file that this user may not see has no length either. */
    private static void requireReachable(Path file, Diagnosis diagnosis) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw diagnosis.unreadable(
                    "this user has no permission to enter its directory",
                    "Give this user permission to enter every directory above the file, or choose another path",
                    e);
        } catch (IOException nothingThere) {
            // It can perhaps be created.
        }
    }

    @Override
    public void prepare(Database database, Diagnosis diagnosis) {
        if (database.file().isEmpty()) {
            return;
        }
        Path file = database.file().get();
        Path directory = file.resolveSibling("").toAbsolutePath();
        String type;
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            type = fileSystems.of(directory);
        } catch (IOException e) {
            throw diagnosis.notWritable(
                    "the directory " + directory + " cannot be created (" + e + ")",
                    "Create it, or choose a path whose parent directory can be written",
                    e);
        }
        if (FileSystemTypes.isNetwork(type)) {
            throw diagnosis.networkFileSystem(type);
        }
        requireWritable(directory, diagnosis);
        if (Files.exists(file)) {
            requireWritable(file, diagnosis);
        }
    }

    private static void requireWritable(Path path, Diagnosis diagnosis) {
        if (!Files.isWritable(path)) {
            throw diagnosis.notWritable(
                    "the database needs a change and " + path + " cannot be written",
                    "Give this user write permission on the file and its directory",
                    null);
        }
    }

    @Override
    public <T> Optional<T> glimpse(Database database, Reading<Optional<T>> reading) {
        return database.dataSource() instanceof SqliteFile file
                ? new SqliteInspection(file).glimpse(reading)
                : Optional.empty();
    }

    @Override
    public <T> T inspect(Database database, Diagnosis diagnosis, Reading<T> reading) throws SQLException {
        if (!isPresent(database, diagnosis)) {
            try (Connection nothing = DriverManager.getConnection(IN_MEMORY)) {
                return reading.from(nothing);
            }
        }
        if (database.file().isEmpty()) {
            try (Connection connection = database.dataSource().getConnection()) {
                return reading.from(connection);
            }
        }
        return new SqliteInspection(SqliteFile.at(database.file().get())).read(reading);
    }

    @Override
    public void enforceConstraints(Database database, Connection connection, Diagnosis diagnosis) throws SQLException {
        if (!(database.dataSource() instanceof SqliteFile)) {
            switchForeignKeysOn(connection, diagnosis);
        }
    }

    private static void switchForeignKeysOn(Connection connection, Diagnosis diagnosis) throws SQLException {
        execute(connection, "PRAGMA foreign_keys = ON");
        try {
            SqliteFile.requireForeignKeys(connection);
        } catch (SqliteFile.ForeignKeysRefused e) {
            throw diagnosis.foreignKeysRefused(e);
        }
    }

    /**
     * Turns the write-ahead log on and foreign keys off. Both must happen outside a transaction; the keys are off because
     * a migration that rebuilds a table would otherwise delete what refers to the rows of the old one.
     */
    @Override
    public void beforeLock(Database database, Connection connection) throws SQLException {
        if (database.file().isPresent() && !"wal".equals(text(connection, "PRAGMA journal_mode"))) {
            text(connection, "PRAGMA journal_mode = WAL");
        }
        execute(connection, "PRAGMA foreign_keys = OFF");
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            return answer.next() ? answer.getString(1) : "";
        }
    }

    @Override
    public void lock(Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
    }

    @Override
    public void afterUnlock(Connection connection, Diagnosis diagnosis) throws SQLException {
        switchForeignKeysOn(connection, diagnosis);
    }

    /** Never called: {@link #requireRunnable} lets no migration of SQLite run outside a transaction. */
    @Override
    public Exclusion exclude(Database database, Session session, Diagnosis diagnosis) {
        throw new IllegalStateException("SQLite runs every migration in a transaction");
    }

    /** The driver runs every statement of a script only when told to update. */
    @Override
    public void run(Connection connection, String script) throws SQLException {
        execute(connection, script);
    }

    @Override
    public String beginSnapshot() {
        return "BEGIN";
    }

    @Override
    public boolean snapshotsShowCatalog() {
        return true;
    }

    @Override
    public CatalogDigest digest(Connection connection) throws SQLException {
        SqliteCatalogText text = SqliteCatalog.text(connection);
        Optional<Seen> known = seen.filter(last -> last.catalog().equals(text));
        if (known.isEmpty()) {
            known = Optional.of(new Seen(text, text.digest()));
            seen = known;
        }
        return known.get().digest();
    }

    @Override
    public Catalog catalog(Connection connection) throws SQLException {
        return SqliteCatalog.read(connection);
    }

    @Override
    public boolean columnExists(Connection connection, MigrationHeader.Column column) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT count(*) FROM pragma_table_xinfo(?) WHERE name = ? COLLATE NOCASE")) {
            query.setString(1, column.table());
            query.setString(2, column.name());
            try (ResultSet count = query.executeQuery()) {
                return count.next() && count.getInt(1) > 0;
            }
        }
    }

    @Override
    public String historyTable() {
        return """
                CREATE TABLE schema_migrations (
                    migration_id INTEGER PRIMARY KEY AUTOINCREMENT,
                    version TEXT NOT NULL UNIQUE,
                    description TEXT NOT NULL,
                    applied_at TEXT NOT NULL,
                    status TEXT NOT NULL DEFAULT 'completed',
                    execution_time_ms INTEGER,
                    checksum TEXT,
                    fingerprint TEXT,
                    compatible_from TEXT,
                    node TEXT,
                    lineage TEXT
                )""";
    }

    @Override
    public String historyColumn(String column) {
        return "ALTER TABLE schema_migrations ADD COLUMN " + column
                + (column.equals("execution_time_ms") ? " INTEGER" : " TEXT");
    }

    @Override
    public List<String> danglingReferences(Connection connection) throws SQLException {
        List<String> references = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check"
                                + " GROUP BY \"table\", parent")) {
            while (rows.next()) {
                references.add(rows.getString(1) + " refers to " + rows.getString(2) + " " + rows.getLong(3) + "×");
            }
        }
        return references;
    }

    @Override
    public <T> T onScratch(Connection connection, Reading<T> work) throws SQLException {
        try (Connection scratch = DriverManager.getConnection(IN_MEMORY)) {
            execute(scratch, "BEGIN");
            return work.from(scratch);
        }
    }

    @Override
    public void rehearse(Connection scratch, Migration migration) throws SQLException {
        execute(scratch, migration.sql());
    }

    @Override
    public Optional<String> removalOfRemains(Catalog.Entry found) {
        return Optional.empty();
    }

    /** Rows that break a rule of their table are no damage, though SQLite names them together with it. */
    @Override
    public Optional<String> damage(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet findings = statement.executeQuery("PRAGMA quick_check")) {
            while (findings.next()) {
                String finding = findings.getString(1);
                if (!finding.equals("ok") && !BROKEN_RULE.matcher(finding).find()) {
                    return Optional.of(finding);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Path> backup(Database database, Path target, Diagnosis diagnosis) throws SQLException {
        if (database.file().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SqliteBackup(SqliteFile.at(database.file().get()), target).write(diagnosis));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
