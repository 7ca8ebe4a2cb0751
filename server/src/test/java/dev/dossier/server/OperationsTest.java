package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import dev.dossier.server.http.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OperationsTest {
    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(DossierConfig.in(directory).withNode("node-7"), TestServer.CONFIG);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("R14: a server whose database is whole is healthy")
    void healthy() {
        JsonNode report = server.get("/api/health").is(200).json();

        assertThat(report.propertyNames()).containsExactly("status", "timestamp", "components");
        assertThat(report.path("status").stringValue()).isEqualTo("healthy");
        assertThat(report.path("timestamp").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(report.at("/components/database/conversation_files").stringValue())
                .isEqualTo("healthy");
        assertThat(report.at("/components/database/schema_version").stringValue())
                .isEqualTo(server.dossier().expectedVersion());
        assertThat(report.at("/components/backend").stringValue()).isEqualTo("healthy");
    }

    @Test
    @DisplayName("R14: without its database the server is degraded, and asking creates none")
    void notInitialized() throws Exception {
        for (String name : new String[] {"dossier.db", "dossier.db-wal", "dossier.db-shm"}) {
            Files.deleteIfExists(directory.resolve(name));
        }

        JsonNode report = server.get("/api/health").is(200).json();

        assertThat(report.path("status").stringValue()).isEqualTo("degraded");
        assertThat(report.at("/components/database/conversation_files").stringValue())
                .isEqualTo("not_initialized");
        assertThat(report.at("/components/database/schema_version").stringValue())
                .isEqualTo("unknown");
        server.get("/health/ready").isProblem(503, "not_ready");
        server.get("/health/live").is(200);
        assertThat(directory.resolve("dossier.db")).doesNotExist();
    }

    @Test
    @DisplayName("R14: with a damaged database the server is unhealthy, and says nothing of where it lies")
    void damaged() throws Exception {
        for (String name : new String[] {"dossier.db-wal", "dossier.db-shm"}) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.writeString(directory.resolve("dossier.db"), "no database any more ".repeat(500));

        Answer answer = server.get("/api/health").is(503);

        assertThat(answer.json().path("status").stringValue()).isEqualTo("unhealthy");
        assertThat(answer.json().at("/components/database/conversation_files").stringValue())
                .startsWith("error: ");
        assertThat(answer.text()).doesNotContain(directory.toString());
        server.get("/health/ready").isProblem(503, "not_ready");
    }

    @Test
    @DisplayName("R17: the metrics tell of initialisations, versions, violations, requests and bytes")
    void metrics() {
        String id = server.stored("a.txt", "12345");
        server.get("/api/files/" + id + "/content").is(200);
        server.get("/api/files/none").is(404);
        server.get("/nothing").is(404);

        Answer answer = server.get("/metrics").is(200);

        assertThat(answer.header("content-type")).startsWith("text/plain");
        assertThat(answer.text())
                .contains(
                        "dossier_schema_initialization_attempts_total 1.0",
                        "dossier_schema_initialization_outcomes_total{outcome=\"applied\"} 1.0",
                        "dossier_schema_initialization_outcomes_total{outcome=\"failed\"} 0.0",
                        "dossier_schema_initialization_contended_total 0.0",
                        "dossier_schema_initialization_lock_wait_seconds_count 1",
                        "dossier_schema_version{node=\"node-7\"} "
                                + Integer.parseInt(server.dossier().expectedVersion()) + ".0",
                        "dossier_database_violations_total{constraint=\"foreign_key\"} 0.0",
                        "dossier_database_violations_total{constraint=\"unique\"} 0.0",
                        "dossier_quarantined_files 0.0",
                        "dossier_scrub_round ",
                        "dossier_scrub_checked_bytes ",
                        "dossier_scrub_damaged_blobs 0.0",
                        "dossier_uploads_total 1.0",
                        "dossier_upload_bytes_total 5.0",
                        "dossier_download_bytes_total 5.0",
                        "dossier_http_requests_seconds_count{method=\"POST\",route=\"/api/sessions/{session}/files\","
                                + "status=\"201\"} 1",
                        "dossier_http_requests_seconds_count{method=\"GET\",route=\"/api/files/{file}\","
                                + "status=\"404\"} 1",
                        "dossier_http_requests_seconds_count{method=\"GET\",route=\"unmatched\",status=\"404\"} 1");
    }

    @Test
    @DisplayName("The description names every route and method, and no other")
    void description() {
        JsonNode description = server.get("/openapi.json").is(200).json();

        Set<Routes.Route> described = new HashSet<>();
        description
                .path("paths")
                .forEachEntry((path, methods) -> methods.propertyNames()
                        .forEach(method -> described.add(new Routes.Route(method.toUpperCase(Locale.ROOT), path))));
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(server.server().routes());
    }

    @Test
    @DisplayName("Every reference in the description leads somewhere")
    void references() {
        JsonNode description = server.get("/openapi.json").is(200).json();

        assertThat(description.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }
}
