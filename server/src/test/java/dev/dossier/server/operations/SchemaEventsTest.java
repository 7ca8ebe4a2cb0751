package dev.dossier.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.errors.StorageException;
import dev.dossier.schema.SchemaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SchemaEventsTest {
    @TempDir
    Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger(SchemaLog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ServerMetrics metrics = new ServerMetrics();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void initialize() {
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory), metrics.schemaListener())) {
            dossier.initialize();
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("dossier.db"));
                Statement sql = connection.createStatement()) {
            sql.executeUpdate(statement);
        }
    }

    @Test
    @DisplayName("R16, R17: an initialisation is logged in the known words, and counted")
    void applied() {
        initialize();
        initialize();

        assertThat(messages())
                .contains("Recorded migration 001 in schema_migrations table")
                .anyMatch(line -> line.matches("Conversation files database initialized \\(schema version: \\d{3}\\)"));
        assertThat(metrics.scrape())
                .contains(
                        "dossier_schema_initialization_attempts_total 2.0",
                        "outcomes_total{outcome=\"applied\"} 1.0",
                        "outcomes_total{outcome=\"current\"} 1.0");
    }

    @Test
    @DisplayName("R12, R16: what had to be recreated is logged and counted")
    void healed() throws SQLException {
        initialize();
        sql("DROP VIEW v_active_files");

        initialize();

        assertThat(messages()).anyMatch(line -> line.contains("Recreated the missing view v_active_files"));
        assertThat(metrics.scrape()).contains("dossier_schema_initialization_healed_total 1.0");
    }

    @Test
    @DisplayName("R11, R16, R17: a failure is logged with its cause, and counted")
    void failed() throws Exception {
        Files.writeString(directory.resolve("dossier.db"), "no database at all, whatever its name may say");

        assertThatThrownBy(this::initialize).isInstanceOf(SchemaException.class);

        assertThat(messages()).anyMatch(line -> line.startsWith("Database initialization failed"));
        assertThat(metrics.scrape()).contains("outcomes_total{outcome=\"failed\"} 1.0");
    }

    @Test
    @DisplayName("R17: rows that the database refuses are counted by kind")
    void violations() throws SQLException {
        initialize();
        metrics.failed(refused("UPDATE schema_migrations SET version = '001'"));
        metrics.failed(refused("PRAGMA foreign_keys = ON; INSERT INTO file_metadata(file_id, metadata_key, created_at)"
                + " VALUES ('none', 'k', 'now')"));
        metrics.failed(new IllegalStateException("of another kind"));

        assertThat(metrics.scrape())
                .contains("violations_total{constraint=\"unique\"} 1.0")
                .contains("violations_total{constraint=\"foreign_key\"} 1.0");
    }

    private StorageException refused(String statement) {
        try {
            sql(statement);
            throw new AssertionError("the database took it");
        } catch (SQLException e) {
            return new StorageException("The database failed.", e);
        }
    }
}
