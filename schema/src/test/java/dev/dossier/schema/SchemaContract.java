package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What initialising promises on every kind of database; a subclass brings the database. */
abstract class SchemaContract extends HistoryContract {
    private final Schema dossier = Schema.named("dossier")
            .migrations(ClasspathMigrations.in("db/dossier"))
            .build();

    Schema dossier() {
        return dossier;
    }

    @Test
    @DisplayName("R1 R9 the first initialisation creates the database")
    void first_time_initialization() {
        InitializationResult result = dossier.initialize(database());

        assertThat(result.previousVersion()).isEqualTo("unknown");
        assertThat(result.version()).isEqualTo("001");
        assertThat(result.applied()).singleElement().satisfies(row -> {
            assertThat(row.version()).isEqualTo("001");
            assertThat(row.id()).isEqualTo(1);
        });
        assertThat(result.changedDatabase()).isTrue();
        assertThat(result.backup()).isEmpty();
    }

    @Test
    @DisplayName("R2 all tables")
    void all_tables_created() throws Exception {
        dossier.initialize(database());

        assertThat(names("table"))
                .containsExactly(
                        "conversation_files",
                        "file_access_log",
                        "file_cleanup_queue",
                        "file_metadata",
                        "schema_migrations",
                        "session_file_associations");
    }

    @Test
    @DisplayName("R3 exactly three views")
    void all_views_created() throws Exception {
        dossier.initialize(database());

        assertThat(names("view")).containsExactly("v_active_files", "v_pending_cleanups", "v_session_file_summary");
    }

    @Test
    @DisplayName("R3 exactly eight indexes")
    void all_indexes_created() throws Exception {
        dossier.initialize(database());

        assertThat(names("index"))
                .containsExactly(
                        "idx_cleanup_queue_processed",
                        "idx_conversation_files_hash",
                        "idx_conversation_files_session",
                        "idx_conversation_files_uploaded_at",
                        "idx_file_access_log_file",
                        "idx_file_metadata_file_id",
                        "idx_session_associations_file",
                        "idx_session_associations_session");
    }

    @Test
    @DisplayName("R3 exactly three triggers")
    void all_triggers_created() throws Exception {
        dossier.initialize(database());

        assertThat(names("trigger"))
                .containsExactly(
                        "trg_conversation_files_soft_delete",
                        "trg_conversation_files_upload_log",
                        "trg_session_association_cleanup_schedule");
    }

    @Test
    @DisplayName("R9 a row that was added by hand survives")
    void idempotent_initialization() throws Exception {
        dossier.initialize(database());
        addFile("f1");

        InitializationResult again = dossier.initialize(database());

        assertThat(again.changedDatabase()).isFalse();
        assertThat(again.previousVersion()).isEqualTo("001");
        assertThat(Sql.list(database(), "SELECT file_id FROM conversation_files"))
                .containsExactly("f1");
    }

    @Test
    @DisplayName("R4 R5 the version is recorded and read")
    void schema_version_tracking() throws Exception {
        dossier.initialize(database());

        assertThat(dossier.version(database())).isEqualTo("001");
        Sql.run(
                database(),
                "INSERT INTO schema_migrations (version, description, applied_at)"
                        + " VALUES ('002', 'later', '1999-01-01T00:00:00Z')");
        assertThat(dossier.version(database()))
                .as("the newest by id, not by time")
                .isEqualTo("002");
    }

    @Test
    @DisplayName("R5 unknown without database, without table and without row")
    void get_schema_version_no_migrations() throws Exception {
        assertThat(dossier.version(database())).isEqualTo("unknown");
        Sql.run(database(), "CREATE TABLE notes (line TEXT)");
        assertThat(dossier.version(database())).isEqualTo("unknown");
        dossier.initialize(database());
        Sql.run(database(), "DELETE FROM schema_migrations");
        assertThat(dossier.version(database())).isEqualTo("unknown");
    }

    @Test
    @DisplayName("R10 threads at once: one applies, all succeed")
    void concurrent_initialization_safe() throws Exception {
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Callable<InitializationResult> start = () -> {
                together.await();
                return dossier.initialize(database());
            };
            int winners = 0;
            for (Future<InitializationResult> result : pool.invokeAll(
                    IntStream.range(0, threads).mapToObj(i -> start).toList())) {
                winners += result.get().applied().size();
                assertThat(result.get().version()).isEqualTo("001");
            }
            assertThat(winners).isEqualTo(1);
        }
        assertThat(dossier.verify(database()).ok()).isTrue();
    }

    @Test
    @DisplayName("R12 a complete schema verifies")
    void integrity_verification_complete_schema() {
        dossier.initialize(database());

        Verification verification = dossier.verify(database());

        assertThat(verification.ok()).isTrue();
        assertThat(verification.version()).isEqualTo("001");
        assertThat(verification.message()).isEqualTo("Every object of version 001 is as it should be");
    }

    @Test
    @DisplayName("R12 a dropped table is named by verify and brought back by initialise")
    void detect_missing_table() throws Exception {
        dossier.initialize(database());
        Sql.run(database(), "DROP TABLE file_metadata");

        assertThat(dossier.verify(database()).message()).startsWith("Required tables missing: file_metadata");
        assertThat(names("table")).as("verifying changes nothing").doesNotContain("file_metadata");

        InitializationResult result = dossier.initialize(database());

        assertThat(result.healed())
                .extracting(SchemaObject::toString)
                .containsExactly("table file_metadata", "index idx_file_metadata_file_id");
        assertThat(result.applied()).isEmpty();
        assertThat(dossier.verify(database()).ok()).isTrue();
        assertThat(dossier.initialize(database()).changedDatabase()).isFalse();
    }

    @Test
    @DisplayName("R4 version, status and description")
    void version_recorded_after_initialization() {
        dossier.initialize(database());

        assertThat(dossier.history(database())).singleElement().satisfies(row -> {
            assertThat(row.version()).isEqualTo("001");
            assertThat(row.status()).isEqualTo("completed");
            assertThat(row.description()).contains("conversation_files");
            assertThat(row.appliedAt()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
            assertThat(row.executionTime())
                    .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofMinutes(1)));
            assertThat(row.checksum()).isPresent();
            assertThat(row.fingerprint()).isPresent();
            assertThat(row.node()).isPresent();
        });
    }

    @Test
    @DisplayName("R4 one row however often")
    void multiple_initializations_single_version_entry() {
        for (int i = 0; i < 5; i++) {
            dossier.initialize(database());
        }
        assertThat(dossier.history(database())).hasSize(1);
    }

    @Test
    @DisplayName("R11 migrations that are not there")
    void initialization_with_invalid_schema_path() {
        assertThatThrownBy(() -> Schema.named("none")
                        .migrations(ClasspathMigrations.in("db/nowhere"))
                        .build())
                .isInstanceOf(SchemaException.Misconfigured.class)
                .hasMessageStartingWith("Database initialization failed")
                .hasMessageContaining("db/nowhere");
    }

    @Test
    @DisplayName("R11 R13 a bad migration leaves the version before it, and nothing half applied")
    void initialization_failure_handling() throws Exception {
        Schema bad = Schema.named("bad")
                .migrations(Migrations.of(
                        shopMigrations().get(0),
                        Migration.of("002", "broken", "CREATE TABLE half (a TEXT); CREATE TABLE half (a TEXT);")))
                .build();

        assertThatThrownBy(() -> bad.initialize(database()))
                .isInstanceOfSatisfying(SchemaException.MigrationFailed.class, e -> {
                    assertThat(e.code()).isEqualTo("migration-failed");
                    assertThat(e.object()).contains("002");
                    assertThat(e.version()).contains("002");
                    assertThat(e.database()).isNotEmpty();
                    assertThat(e.problem()).contains("half").doesNotContain(e.nextStep());
                    assertThat(e).cause().isInstanceOf(java.sql.SQLException.class);
                })
                .hasMessageStartingWith("Database initialization failed for ")
                .hasMessageContaining("Database migration failed at 002 (broken)");
        assertThat(names("table")).isEmpty();
        assertThat(bad.upTo("001").initialize(database()).applied()).hasSize(1);
    }

    @Test
    @DisplayName("R13 pending migrations are planned, applied together and recorded")
    void upgrades() throws Exception {
        shop().upTo("1").initialize(database());
        Sql.run(database(), "INSERT INTO customers VALUES (1, 'Ada'); INSERT INTO orders VALUES (1, 1, 500);");

        MigrationPlan plan = shop().plan(database());
        assertThat(plan.from()).isEqualTo("001");
        assertThat(plan.to()).isEqualTo("003");
        assertThat(plan.pending())
                .containsExactly(shopMigrations().get(1), shopMigrations().get(2));
        assertThat(plan.toSql())
                .contains("-- 002 add_email\n", shopMigrations().get(2).sql().strip())
                .doesNotContain("spending");

        InitializationResult result = shop().initialize(database());

        assertThat(result.previousVersion()).isEqualTo("001");
        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("002", "003");
        assertThat(Sql.list(database(), "SELECT cents FROM orders"))
                .as("a rebuilt table does not take its references along")
                .containsExactly("500");
        assertThat(shop().verify(database()).ok()).isTrue();
        assertThat(shop().plan(database()).pending()).isEmpty();
        assertThat(shop().plan(database()).to()).isEqualTo("003");
    }

    @Test
    @DisplayName("R22 a column that is there already is not added again")
    void skips_column_that_exists() throws Exception {
        shop().upTo("001").initialize(database());
        Sql.run(database(), "ALTER TABLE customers ADD COLUMN email TEXT");

        assertThat(shop().upTo("002").initialize(database()).applied()).hasSize(1);
        assertThat(shop().verify(database()).ok()).isTrue();
    }

    @Test
    @DisplayName("R13 rolling back runs the undo scripts, newest first")
    void rolls_back() throws Exception {
        shop().initialize(database());
        Sql.run(database(), "INSERT INTO customers VALUES (1, 'Ada', 'ada@example.org')");

        Rollback rollback = shop().rollback(database(), "001");

        assertThat(rollback.undone()).extracting(AppliedMigration::version).containsExactly("003", "002");
        assertThat(rollback.from()).isEqualTo("003");
        assertThat(rollback.to()).isEqualTo("001");
        assertThat(Sql.list(database(), "SELECT name FROM customers")).containsExactly("Ada");
        assertThat(shop().upTo("001").initialize(database()).changedDatabase()).isFalse();
        assertThat(shop().rollback(database(), "001").undone()).isEmpty();
        assertThat(shop().initialize(database()).applied()).hasSize(2);
    }

    private void addFile(String id) throws Exception {
        Sql.run(
                database(),
                "INSERT INTO conversation_files (file_id, session_id, original_filename, stored_filename, file_path,"
                        + " file_size, file_hash) VALUES ('" + id + "', 's', 'a.txt', '" + id + "', 'p', 1, 'h')");
    }
}
