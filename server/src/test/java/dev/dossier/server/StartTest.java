package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.schema.SchemaException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest {
    @TempDir
    Path directory;

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    @DisplayName("R15: the database is there before the port is")
    void gate() throws Exception {
        int port = freePort();
        ServerConfig config = TestServer.CONFIG.withAddress("127.0.0.1", port);
        try (TestServer server = TestServer.start(DossierConfig.in(directory), config)) {
            assertThat(server.server().port()).isEqualTo(port);
            assertThat(server.server().uri()).hasToString("http://127.0.0.1:" + port);
            server.get("/health/ready").is(200);
        }
    }

    @Test
    @DisplayName("R15, R11: a database that cannot be made ready stops the start, and the port stays closed")
    void corrupt() throws Exception {
        Files.writeString(
                directory.resolve("dossier.db"), "this is no database, and it is longer than a header of one");
        int port = freePort();

        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            assertThatThrownBy(() -> DossierServer.start(dossier, TestServer.CONFIG.withAddress("127.0.0.1", port)))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("Database initialization failed");
        }

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .hasMessageContaining("refused");
    }

    @Test
    @DisplayName("R15: a port that is taken is named, and the store can be served elsewhere")
    void portTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> DossierServer.start(dossier, TestServer.CONFIG.withAddress("127.0.0.1", port)))
                    .isInstanceOfSatisfying(PortUnavailableException.class, e -> {
                        assertThat(e.host()).isEqualTo("127.0.0.1");
                        assertThat(e.port()).isEqualTo(port);
                        assertThat(e).hasMessageContaining("127.0.0.1:" + port);
                    });

            DossierServer.start(dossier, TestServer.CONFIG).close();
        }
    }

    @ParameterizedTest
    @DisplayName("The server listens where only this machine reaches it")
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost"})
    void loopback(String host) {
        try (TestServer server =
                TestServer.start(DossierConfig.in(directory), TestServer.CONFIG.withAddress(host, 0))) {
            server.get("/health/live").is(200);
        }
    }

    @ParameterizedTest
    @DisplayName("The server refuses to listen where others could reach it, and touches nothing")
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid"})
    void elsewhere(String host) {
        try (Dossier dossier = Dossier.open(DossierConfig.in(directory))) {
            assertThatThrownBy(() -> DossierServer.start(dossier, TestServer.CONFIG.withAddress(host, 0)))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("host"))
                    .hasMessageContaining(host);
            assertThat(dossier.schemaVersion()).isEqualTo("unknown");
        }
    }

    @Test
    @DisplayName("Impossible settings are named")
    void impossible() {
        ServerConfig config = ServerConfig.DEFAULT;
        assertField("host", () -> config.withAddress(" ", 1));
        assertField("port", () -> config.withAddress("localhost", -1));
        assertField("port", () -> config.withAddress("localhost", 65_536));
        assertField("request_idle", () -> TimeLimits.DEFAULT.withRequestIdle(Duration.ZERO));
        assertField("minimum_upload_rate", () -> TimeLimits.DEFAULT.withUploadPace(-1, Duration.ofSeconds(1)));
        assertField("upload_grace", () -> TimeLimits.DEFAULT.withUploadPace(1, Duration.ZERO));
        assertField("drain", () -> TimeLimits.DEFAULT.withDrain(Duration.ofSeconds(-1)));
    }

    private static void assertField(String field, Runnable setting) {
        assertThatThrownBy(setting::run)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
