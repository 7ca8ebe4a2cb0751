package dev.dossier.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.files.FileId;
import dev.dossier.files.FileQuery;
import dev.dossier.files.StoredFile;
import dev.dossier.schema.InitializationResult;
import dev.dossier.sessions.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A database of the reference system is upgraded in place and nothing is lost")
class ReferenceDatabaseTest {
    @TempDir
    Path directory;

    @BeforeEach
    void makeReferenceDatabase() throws SQLException, IOException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("conversation_files.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(version001());
            statement.executeUpdate("""
                    CREATE TABLE schema_migrations (
                        migration_id INTEGER PRIMARY KEY AUTOINCREMENT,
                        version TEXT NOT NULL UNIQUE,
                        description TEXT NOT NULL,
                        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                        status TEXT DEFAULT 'completed',
                        execution_time_ms INTEGER)""");
            statement.executeUpdate("INSERT INTO schema_migrations (version, description)"
                    + " VALUES ('001', 'Create conversation_files schema')");
        }
        file("f-1", "s 1", "report.pdf", "stored-1.pdf", "%PDF-1.7 one", "ada");
        file("f-2", "s-2", "notes.txt", "stored-2.txt", "two", "bob");
        file("f-3", "s-2", "again.txt", "stored-3.txt", "two", null);
        execute("INSERT INTO session_file_associations (session_id, file_id) VALUES ('s-3', 'f-1')");
        execute("INSERT INTO session_file_associations (session_id, file_id) VALUES ('s-3', 'f-1')");
        execute("INSERT INTO file_metadata (file_id, metadata_key, metadata_value) VALUES ('f-1', 'page', '1')");
        execute("UPDATE conversation_files SET is_deleted = 1 WHERE file_id = 'f-2'");
    }

    private static String version001() throws IOException {
        try (InputStream in = Dossier.class.getResourceAsStream("/db/dossier/001_create_conversation_files.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void file(String id, String session, String name, String stored, String text, @Nullable String uploader)
            throws SQLException, IOException {
        Path path = directory.resolve("sessions").resolve(session).resolve(stored);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        execute("INSERT INTO conversation_files (file_id, session_id, original_filename, stored_filename, file_path,"
                + " file_size, file_hash, uploaded_by, uploaded_at) VALUES ('" + id + "', '" + session + "', '" + name
                + "', '" + stored + "', '/srv/data/" + session + "/" + stored + "', " + text.length() + ", '"
                + sha256(text) + "', " + (uploader == null ? "NULL" : "'" + uploader + "'")
                + ", '2025-01-02 03:04:05')");
        execute("INSERT INTO session_file_associations (session_id, file_id) VALUES ('" + session + "', '" + id + "')");
        execute("INSERT INTO session_file_associations (session_id, file_id) VALUES ('" + session + "', '" + id + "')");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("conversation_files.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void every_file_is_there_with_its_bytes_and_everything_said_of_it() {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile report = store.files().find(FileId.of("f-1"));
            assertThat(report.name().value()).isEqualTo("report.pdf");
            assertThat(report.mimeType()).isEqualTo("application/pdf");
            assertThat(report.uploadedBy()).isEqualTo("ada");
            assertThat(report.uploadedAt()).isEqualTo("2025-01-02T03:04:05Z");
            assertThat(report.metadata()).containsEntry("page", "1");
            assertThat(store.read(report)).isEqualTo("%PDF-1.7 one".getBytes(StandardCharsets.UTF_8));
            assertThat(store.files().find(FileId.of("f-2")).isDeleted()).isTrue();
            store.files().restore(FileId.of("f-2"));
            assertThat(store.read(store.files().find(FileId.of("f-2")))).hasSize(3);
            assertThat(store.read(store.files().find(FileId.of("f-3")))).hasSize(3);
            assertThat(store.storedKeys()).hasSize(2);
        }
    }

    @Test
    @DisplayName("defects 1 and 3: a row that served two sessions becomes a file for each, listed once")
    void a_shared_row_becomes_a_file_for_each_session() {
        try (TestStore store = TestStore.in(directory)) {
            List<StoredFile> files =
                    store.files().list(FileQuery.in(SessionId.of("s-3"))).files();
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.id().value()).isNotEqualTo("f-1");
                assertThat(file.name().value()).isEqualTo("report.pdf");
                assertThat(file.metadata()).containsEntry("page", "1");
            });
            store.files().purge(FileId.of("f-1"));
            assertThat(store.read(files.getFirst())).hasSize(12);
            assertThat(store.query("SELECT count(*) FROM session_file_associations WHERE session_id = 's-2'"))
                    .containsExactly("2");
        }
    }

    @Test
    @DisplayName("R33: sessions get their first uploader as owner")
    void sessions_get_owners() {
        try (TestStore store = TestStore.in(directory)) {
            assertThat(store.query("SELECT session_id, owner FROM sessions ORDER BY session_id"))
                    .containsExactly("s 1|ada", "s-2|bob", "s-3|null");
            assertThat(store.dossier().sessions().list(10, null).totalSessions())
                    .isEqualTo(3);
        }
    }

    @Test
    @DisplayName("R23: a backup is made first, and the originals stay for it until their content goes")
    void a_backup_is_made_first() throws IOException {
        Path original = directory.resolve("sessions/s 1/stored-1.pdf");
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            InitializationResult result = dossier.initialize();
            assertThat(result.previousVersion()).isEqualTo("001");
            assertThat(result.backup())
                    .isPresent()
                    .get()
                    .satisfies(backup -> assertThat(backup).isRegularFile());
            assertThat(original).exists();
        }
        try (TestStore store = TestStore.in(directory)) {
            store.files().deleteSessionFiles(SessionId.stored("s 1"), true);
            store.files().deleteSessionFiles(SessionId.of("s-3"), true);
            store.pass(Duration.ofDays(40));
            store.dossier().maintenance().sweep();
            assertThat(original).doesNotExist();
            assertThat(directory.resolve("sessions/s-2/stored-2.txt")).exists();
        }
    }

    @Test
    @DisplayName("defect 5: entries that say 'session ended' of sessions that had not are never carried out")
    void the_old_queue_is_closed() {
        try (TestStore store = TestStore.in(directory)) {
            store.pass(Duration.ofDays(3650));
            store.dossier().maintenance().purgeDue();
            assertThat(store.files().list(FileQuery.all()).totalFiles()).isEqualTo(3);
        }
    }

    @Test
    void bytes_that_are_missing_or_wrong_quarantine_their_file_and_are_taken_over_when_they_come_back()
            throws IOException {
        Path report = directory.resolve("sessions/s 1/stored-1.pdf");
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(report, elsewhere);
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            dossier.initialize();
            assertThatThrownBy(() -> dossier.files().open(FileId.of("f-1")))
                    .isInstanceOf(ContentUnavailableException.class);
            assertThat(dossier.health().quarantinedFiles()).isEqualTo(2);
        }
        Files.writeString(report, "not the report");
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            dossier.initialize();
            assertThat(dossier.health().quarantinedFiles()).isEqualTo(2);
            assertThat(report).hasContent("not the report");
        }
        Files.delete(report);
        Files.move(elsewhere, report);
        try (TestStore store = TestStore.in(directory)) {
            assertThat(store.dossier().health().quarantinedFiles()).isZero();
        }
    }

    @Test
    @DisplayName("defect 8: a path in an old database leads nowhere outside the data directory")
    void paths_lead_nowhere_outside() throws IOException, SQLException {
        Path outside = directory.resolveSibling("outside-" + System.nanoTime());
        Files.writeString(outside, "secret");
        execute("INSERT INTO conversation_files (file_id, session_id, original_filename, stored_filename, file_path,"
                + " file_size, file_hash) VALUES ('f-9', '../..', 'x', '" + outside.getFileName() + "', '" + outside
                + "', 6, '" + sha256("secret") + "')");
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            dossier.initialize();
            assertThatThrownBy(() -> dossier.files().open(FileId.of("f-9")))
                    .isInstanceOf(ContentUnavailableException.class);
        }
        assertThat(outside).hasContent("secret");
        Files.delete(outside);
    }
}
