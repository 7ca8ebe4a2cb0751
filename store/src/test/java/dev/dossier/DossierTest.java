package dev.dossier;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.access.AccessMode;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.files.FileEdit;
import dev.dossier.files.FileQuery;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.schema.InitializationResult;
import dev.dossier.schema.SchemaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A store, from opening to closing")
class DossierTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("R1: opening touches nothing, initialising creates everything, parents too")
    void opening_touches_nothing() throws IOException {
        Path data = directory.resolve("a/b/c");
        try (Dossier dossier = Dossier.open(DossierConfig.in(data))) {
            assertThat(dossier.schemaVersion()).isEqualTo("unknown");
            assertThat(dossier.plan().toSql()).contains("CREATE TABLE conversation_files");
            assertThat(dossier.verify().ok()).isFalse();
            assertThat(dossier.health().database()).isEqualTo(Health.State.NOT_INITIALIZED);
            assertThatThrownBy(dossier::files).isInstanceOf(IllegalStateException.class);
            assertThat(entries()).isEmpty();

            InitializationResult result = dossier.initialize();
            assertThat(result.version()).isEqualTo(dossier.expectedVersion());
            assertThat(data.resolve("dossier.db")).isRegularFile();
            assertThat(dossier.health().database()).isEqualTo(Health.State.HEALTHY);
            assertThat(dossier.initialize().changedDatabase()).isFalse();
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    @Test
    @DisplayName("R8: the database may stand elsewhere; a URL that is none is refused")
    void the_database_may_stand_elsewhere() {
        Path file = directory.resolve("else where/بيانات #1?.db");
        DossierConfig config = DossierConfig.in(directory.resolve("data")).withDatabaseUrl("jdbc:sqlite:" + file);
        try (TestStore store = TestStore.with(config)) {
            store.add("a", "x");
            assertThat(file).isRegularFile();
            assertThat(store.dossier().databaseName()).isEqualTo(file.toString());
        }
        for (String url : List.of("jdbc:mysql://user:secret@host/db", "jdbc:sqlite:", "x")) {
            assertThatThrownBy(() -> Dossier.open(DossierConfig.in(directory).withDatabaseUrl(url)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    @DisplayName("R21: everything works on a database in memory")
    void everything_works_in_memory() throws IOException {
        DossierConfig config = DossierConfig.in(directory).withDatabaseUrl("jdbc:sqlite::memory:");
        try (Dossier dossier = Dossier.open(config)) {
            dossier.initialize();
            StoredFile file = dossier.files().createText(SESSION, NewFile.named("a.txt"), "hello");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (var content = dossier.files().open(file.id())) {
                content.transferTo(out);
            }
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(dossier.files().list(FileQuery.in(SESSION)).totalFiles()).isEqualTo(1);
            assertThat(dossier.health().database()).isEqualTo(Health.State.HEALTHY);
            assertThat(dossier.initialize().changedDatabase()).isFalse();
            assertThat(dossier.isReadOnly()).isFalse();
        }
    }

    @Test
    @DisplayName("files are there again after the store was closed and opened")
    void files_survive() {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a.txt", "hello");
            store.reopen();
            assertThat(store.files().find(file.id())).isEqualTo(file);
            assertThat(store.read(file)).hasSize(5);
        }
    }

    @Test
    @DisplayName("R4, R9, R10: sixteen stores initialise one directory at once; one applies, all work")
    void many_stores_initialise_one_directory_at_once() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> applied = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int node = i;
                applied.add(threads.submit(() -> {
                    try (Dossier dossier =
                            Dossier.open(DossierConfig.in(directory).withNode("node-" + node))) {
                        int count = dossier.initialize().applied().size();
                        dossier.files().createText(SESSION, NewFile.named("from-" + node), "x" + node);
                        return count;
                    }
                }));
            }
            int winners = 0;
            for (Future<Integer> count : applied) {
                winners += count.get() > 0 ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        try (TestStore store = TestStore.in(directory)) {
            assertThat(store.query("SELECT version, count(*) FROM schema_migrations GROUP BY version"))
                    .allMatch(row -> row.endsWith("|1"));
            assertThat(store.files().list(FileQuery.in(SESSION)).totalFiles()).isEqualTo(16);
        }
    }

    @Test
    @DisplayName("R14: health looks: a damaged database, a missing table and a missing blob are seen")
    void health_looks() throws IOException {
        TestStore store = TestStore.in(directory);
        StoredFile file = store.add("a", "x");
        store.execute("DROP VIEW v_active_files");
        Health health = store.dossier().health();
        assertThat(health.database()).isEqualTo(Health.State.ERROR);
        assertThat(health.problem()).contains("v_active_files");
        store.dossier().initialize();
        assertThat(store.dossier().health().database()).isEqualTo(Health.State.HEALTHY);

        Files.delete(store.blobPath(file));
        store.dossier().repair(false);
        assertThat(store.dossier().health().quarantinedFiles()).isEqualTo(1);
        store.abandon();

        byte[] garbage = "this is not a database, it only looks like a file".getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("dossier.db"), garbage);
        try (Dossier damaged = Dossier.open(DossierConfig.in(directory))) {
            assertThat(damaged.health().database()).isEqualTo(Health.State.ERROR);
            assertThatThrownBy(damaged::initialize)
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("Database initialization failed");
        }
        assertThat(directory.resolve("dossier.db")).hasBinaryContent(garbage);
    }

    @Test
    @DisplayName("R13: the database is backed up and rolled back")
    void backup_and_rollback() {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a.txt", "x");
            store.files().edit(file.id(), new FileEdit(null, Map.of("k", "an entry that version 005 has no word for")));
            Path copy = directory.resolve("copy.backup");
            store.dossier().backup(copy);
            assertThat(copy).isRegularFile();
        }
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            dossier.rollback("001");
            assertThat(dossier.schemaVersion()).isEqualTo("001");
        }
        try (TestStore store = TestStore.in(directory)) {
            assertThat(store.query("SELECT original_filename, is_deleted FROM conversation_files"))
                    .containsExactly("a.txt|0");
            StoredFile file = store.files().list(FileQuery.in(SESSION)).files().getFirst();
            assertThat(store.read(file)).hasSize(1);
            store.pass(Duration.ofDays(3));
            assertThat(store.dossier().maintenance().sweep().orphans())
                    .as("the key that the bytes had before")
                    .isEqualTo(1);
            assertThat(store.read(file)).hasSize(1);
            assertThat(store.dossier().schemaVersion())
                    .isEqualTo(store.dossier().expectedVersion());
        }
    }

    @Test
    void impossible_limits_are_refused() {
        DossierConfig config = DossierConfig.in(directory);
        assertThatThrownBy(() -> config.withLargestFileBytes(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> config.withDatabaseWait(Duration.ZERO)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> GracePeriods.DEFAULT.withDeletedFiles(Duration.ofDays(-1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> GracePeriods.DEFAULT.withAccessLog(Duration.ZERO))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> GracePeriods.DEFAULT.withOrphans(Duration.ofDays(-1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> config.withNode(" ")).isInstanceOf(InvalidValueException.class);
        assertThat(config.withAccessMode(AccessMode.LOG_ONLY).accessMode()).isEqualTo(AccessMode.LOG_ONLY);
    }

    @Test
    void a_read_only_store_says_so() {
        assertThat(new ReadOnlyException()).hasMessage("The store is read-only: files can be read, not changed.");
    }
}
