package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.access.AccessMode;
import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.audit.AccessLog;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.DiskBlobStore;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import dev.dossier.database.SqliteDatabase;
import dev.dossier.database.Work;
import dev.dossier.errors.BusyException;
import dev.dossier.quotas.Quotas;
import dev.dossier.quotas.StorageLimits;
import dev.dossier.schema.SqliteFile;
import dev.dossier.sessions.ActorTransactions;
import dev.dossier.sessions.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Why somebody was let in is committed with the change")
class LoggedWithTheChangeTest {
    private static final Actor ROOT = Actor.administrator("root");

    @TempDir
    Path directory;

    private TestStore store;
    private HeldAfterAWrite database;

    /** A database that somebody else holds as soon as it has been written to once. */
    private static final class HeldAfterAWrite implements Database {
        private final Database database;
        private final Connection other;

        HeldAfterAWrite(Path file) throws SQLException {
            SqliteFile source = SqliteFile.at(file);
            this.database = SqliteDatabase.file(source, source.readOnly(), Duration.ofMillis(200));
            this.other = DriverManager.getConnection("jdbc:sqlite:" + file);
        }

        @Override
        public <T> T write(Work<T> work) {
            try {
                return database.write(work);
            } finally {
                hold();
            }
        }

        private void hold() {
            try (Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
            } catch (SQLException e) {
                return; // held already
            }
        }

        @Override
        public <T> T read(Work<T> work) {
            return database.read(work);
        }

        @Override
        public void overwriteFreed() {
            database.overwriteFreed();
        }

        @Override
        public void close() {
            try {
                other.close();
                database.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void open() throws SQLException {
        store = TestStore.in(directory, AccessMode.ENFORCED);
        store.files().as(Actor.named("ada")).createText(SESSION, NewFile.named("a"), "adas");
        database = new HeldAfterAWrite(Path.of(store.dossier().databaseName()));
    }

    @AfterEach
    void close() {
        database.close();
        store.close();
    }

    private ActorTransactions transactions(AccessMode mode, Actor actor) {
        return new ActorTransactions(
                database, new AccessPolicy(mode), new AccessLog("n"), InstantSource.system(), actor);
    }

    private ConversationFileManager files(ActorTransactions transactions) throws IOException {
        Staging staging = new Staging(directory.resolve("tmp"), directory.resolve("locks"), 1000);
        staging.prepare();
        Blobs blobs = Blobs.in(
                new DiskBlobStore(directory.resolve("blobs")), staging, database, InstantSource.system(), false);
        Quotas quotas = new Quotas(database, StorageLimits.DEFAULT, directory);
        return ConversationFileManager.over(transactions, blobs, KeepTimes.FOR_EVER, quotas, Duration.ofDays(30));
    }

    private List<String> logged() {
        return store.query("SELECT access_type, accessed_by FROM file_access_log"
                + " WHERE access_type <> 'anchor' AND accessed_by <> 'ada' ORDER BY log_id");
    }

    @Test
    void an_administrators_change_is_answered_though_the_database_is_busy_after_it() {
        new Sessions(transactions(AccessMode.ENFORCED, ROOT)).share(SESSION, "bob", Grant.READER);

        assertThat(logged()).containsExactly("share|root", "view|root");
        assertThat(store.query("SELECT person FROM session_shares")).containsExactly("bob");
    }

    @ParameterizedTest
    @EnumSource(
            value = AccessMode.class,
            names = {"ENFORCED", "LOG_ONLY"})
    void an_upload_is_answered_and_not_repeated(AccessMode mode) throws IOException {
        Actor actor = mode == AccessMode.ENFORCED ? ROOT : Actor.named("mallory");

        files(transactions(mode, actor)).createText(SESSION, NewFile.named("b"), "text");

        assertThat(logged())
                .containsExactly(
                        "upload|" + actor.name(), mode == AccessMode.ENFORCED ? "view|root" : "refuse|mallory");
        assertThat(store.query("SELECT COUNT(*) FROM conversation_files")).containsExactly("2");
    }

    @Test
    void an_erasure_logs_its_reason_once_and_the_receipt_asks_nobody_again() {
        store.dossier().erasures().as(ROOT).erase("nobody");

        assertThat(logged()).containsExactly("view|root");
    }

    @Test
    void what_was_refused_and_cannot_be_logged_is_busy() {
        database.hold();

        assertThatThrownBy(() -> new Sessions(transactions(AccessMode.ENFORCED, Actor.named("eve"))).find(SESSION))
                .isInstanceOf(BusyException.class);
    }
}
