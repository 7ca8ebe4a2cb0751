package dev.dossier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.access.AccessMode;
import dev.dossier.database.Database;
import dev.dossier.database.SqliteDatabase;
import dev.dossier.database.Work;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.schema.SchemaListener;
import dev.dossier.schema.SqliteFile;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real store in a directory of its own, with a clock to set. Closing it checks what must always hold. */
public final class TestStore implements AutoCloseable {
    /** The conversation that most tests use. */
    public static final SessionId SESSION = SessionId.of("s-1");

    private final Path directory;
    private final DossierConfig config;
    private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private Dossier dossier;

    private TestStore(DossierConfig config) {
        this.config = config;
        this.directory = config.dataDirectory();
        this.dossier = opened();
    }

    /** A store in the directory, initialised. */
    public static TestStore in(Path directory) {
        return with(DossierConfig.in(directory));
    }

    /** A store of that configuration, initialised. */
    public static TestStore with(DossierConfig config) {
        return new TestStore(config);
    }

    /** A store in which access is decided in that mode. */
    public static TestStore in(Path directory, AccessMode mode) {
        return with(DossierConfig.in(directory).withAccessMode(mode));
    }

    private Dossier opened() {
        InstantSource clock = () -> now;
        Dossier opening = Dossier.open(config, SchemaListener.NONE, clock);
        opening.initialize();
        return opening;
    }

    public Dossier dossier() {
        return dossier;
    }

    public ConversationFileManager files() {
        return dossier.files();
    }

    public Path directory() {
        return directory;
    }

    /** Lets time pass. */
    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    public Instant now() {
        return now;
    }

    /** Closes the store and opens it again. */
    public void reopen() {
        dossier.close();
        dossier = opened();
    }

    /** Adds a file of that text to {@link #SESSION}. */
    public StoredFile add(String name, String text) {
        return add(SESSION, NewFile.named(name), text.getBytes(StandardCharsets.UTF_8));
    }

    public StoredFile add(SessionId session, NewFile file, byte[] bytes) {
        try {
            return files().add(session, file, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content as it is downloaded. */
    public byte[] read(StoredFile file) {
        try (var content = files().open(file.id())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.transferTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a query on the database file, columns separated by bars. */
    public List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dossier.databaseName());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the database file as the store does. */
    public <T> T read(Work<T> work) {
        SqliteFile file = SqliteFile.at(Path.of(dossier.databaseName()));
        try (Database database = SqliteDatabase.readOnly(file, Duration.ofSeconds(5))) {
            return database.read(work);
        }
    }

    /** Changes the database file behind the store's back. */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dossier.databaseName());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files below {@code blobs/}, by name. */
    public Set<String> storedKeys() {
        return names("blobs");
    }

    /** The files below {@code tmp/}, by name. */
    public Set<String> temporaryFiles() {
        return names("tmp");
    }

    private Set<String> names(String below) {
        Path root = directory.resolve(below);
        if (!Files.isDirectory(root)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file's bytes. */
    public Path blobPath(StoredFile file) {
        String key = query("SELECT blob_key FROM conversation_files WHERE file_id = '" + file.id() + "'")
                .getFirst();
        return directory.resolve("blobs").resolve(key.substring(0, 2)).resolve(key);
    }

    /** Every known blob has its bytes, every stored byte is known, nothing is left in the staging area. */
    public void checkInvariants() {
        assertThat(dossier.verify().message()).startsWith("Every object of version");
        assertThat(dossier.audit().verify(List.of()).findings())
                .as("the access log is as it was written")
                .isEmpty();
        assertThat(temporaryFiles()).as("temporary files").isEmpty();
        assertThat(query("PRAGMA foreign_key_check")).isEmpty();
        assertThat(query("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(storedKeys())
                .as("stored bytes are those that the database knows")
                .isEqualTo(new TreeSet<>(query("SELECT blob_key FROM blobs")));
        assertThat(query("SELECT files, size_bytes FROM storage_usage WHERE scope = 'total'"))
                .as("what is counted as used is what is there")
                .isEqualTo(query("SELECT COUNT(*), COALESCE(SUM(file_size), 0) FROM conversation_files"));
        for (String row : query("SELECT blob_key, sha256, size_bytes FROM blobs")) {
            String[] columns = row.split("\\|", -1);
            Path path = directory
                    .resolve("blobs")
                    .resolve(columns[0].substring(0, 2))
                    .resolve(columns[0]);
            assertThat(path).hasSize(Long.parseLong(columns[2]));
            assertThat(sha256(path)).isEqualTo(columns[1]);
        }
        assertThat(query("SELECT f.file_id FROM conversation_files f LEFT JOIN blobs b ON b.blob_key = f.blob_key"
                        + " WHERE b.state IS NULL OR b.state <> 'live' OR b.sha256 <> f.file_hash"
                        + " OR b.size_bytes <> f.file_size OR b.released_at IS NOT NULL"))
                .as("files whose blob is not live, or not theirs")
                .isEmpty();
    }

    private static String sha256(Path path) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes the store without looking, for tests that damage it. */
    public void abandon() {
        dossier.close();
    }

    @Override
    public void close() {
        try {
            checkInvariants();
        } finally {
            dossier.close();
        }
    }
}
